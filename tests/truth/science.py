# SPDX-License-Identifier: MIT
"""A tree of files that import C, C++, Cython, pybind11, PyO3 and cffi extension modules."""

FILES = {
    "lab/__init__.py": "import numpy\nfrom .shared import UNIT\n",
    "lab/shared.py": "UNIT = 1.0\n",
    "lab/linear.py": "import numpy as np\nfrom scipy import linalg\nA = linalg.det(np.eye(2))\n",
    "lab/space.py": "from scipy.spatial import KDTree, ConvexHull\n",
    "lab/statistics_.py": "from scipy import stats\nN = stats.norm\n",
    "lab/sparse.py": "import scipy.sparse\nimport scipy.sparse.csgraph\nimport scipy.sparse.linalg\n",
    "lab/waves.py": "from scipy import fft, signal\n",
    "lab/fitting.py": "from scipy.optimize import minimize\nfrom scipy.interpolate import CubicSpline\n",
    "lab/integrals.py": "from scipy import integrate, special\n",
    "lab/images.py": "import scipy.ndimage\n",
    "lab/clusters.py": "from scipy.cluster import hierarchy, vq\nfrom .space import KDTree\n",
    "lab/files.py": "import scipy.io\nimport scipy.io.matlab\n",
    "lab/chance.py": "from numpy.random import default_rng\nR = default_rng(1).random()\n",
    "lab/polynomials.py": "from numpy import fft, polynomial\nimport numpy.ma as ma\nimport numpy.linalg\n",
    "lab/contours.py": "import contourpy\nG = contourpy.contour_generator(z=[[0.0, 1.0], [1.0, 2.0]])\n",
    "lab/markup.py": "from lxml import etree, objectify\nimport lxml.html\nT = etree.fromstring('<a/>')\n",
    "lab/settings.py": "import yaml\nfrom yaml import CSafeLoader\nS = yaml.load('a: 1', CSafeLoader)\n",
    "lab/points.py": "from rpds import HashTrieMap, List\nP = HashTrieMap({'a': List([1])})\n",
    "lab/secrets_.py": "from cryptography.fernet import Fernet\nfrom cryptography.hazmat.primitives import hashes\n"
                       "from cryptography import x509\nK = Fernet.generate_key()\n",
    "lab/foreign.py": "import cffi\nF = cffi.FFI()\nF.cdef('int getpid(void);')\nC = F.dlopen(None)\n",
    "lab/optional.py": "try:\n    import matplotlib\nexcept ImportError:\n    matplotlib = None\nfrom . import linear\n",
    "lab/circle_a.py": "import scipy.constants\nfrom . import circle_b\nA = 1\n",
    "lab/circle_b.py": "from . import circle_a\nfrom .waves import fft\nB = 1\n",
    "lab/lazily.py": "import scipy\nD = scipy.datasets\nG = scipy.integrate.quad\n",
    "lab/testing_.py": "import numpy.testing\nimport numpy.f2py\nimport numpy.ctypeslib\n",
    "lab/breaks.py": "from numpy import no_such_name\n",
    "scripts/plot.py": "import os\nimport sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))\n"
                       "from lab import contours, space\nimport helper\n",
    "scripts/helper.py": "import numpy as np\nX = np.arange(3)\n",
    "scripts/no-identifier.py": "import helper\nimport yaml\n",
}


def write_science(tree, packages=1):
    """Write the tree; with more packages, so many that import the same libraries."""
    for number in range(packages):
        for name, text in FILES.items():
            if number and not name.startswith("lab/"):
                continue
            path = tree / (name.replace("lab/", f"lab_{number}/") if number else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
