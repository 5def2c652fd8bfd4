# SPDX-License-Identifier: MIT
"""What is kept is read-only, belongs to somebody else, or is removed while a run is at it."""
import os
import random
import shutil
import subprocess
import threading
import time

from provoke import HERE, LINTCACHE, LONG, SEEK, SHARED, SHARING, Tiny, as_nobody, expect, expect_as_fresh, expect_equal

NOBODY = 65534
os.chmod(HERE, 0o755)
tree = Tiny()


def anew():
    """Without anything that is kept."""
    for place in (tree.state, SHARED):
        shutil.rmtree(place, ignore_errors=True)


def give(place, user):
    """Make a user the owner of a place and of all below it."""
    for name in [place, *place.rglob("*")]:
        os.chown(name, user, user)


def twice(after, warnings=1, **more):
    """Two runs, with the verdict of a fresh one."""
    for _ in range(2):
        run = tree.seek(environment=SHARING, **more)
        expect_as_fresh(run, tree.seek_fresh(), after, warnings)
    return run


def contents():
    """The bytes of all that is kept, by path; but for the summary, which `seek` removes."""
    return {path: path.read_bytes() for place in (tree.state, SHARED) for path in place.rglob("*")
            if path.is_file() and path.name != "summary.json"}


# Removed by what a linter does, in the middle of the run, with and without results before it.
for places in ([tree.state], [SHARED], [tree.state, SHARED]):
    for is_warm in (False, True):
        anew()
        tree.write("bin/seek", SEEK)
        if is_warm:
            tree.seek(environment=SHARING)
        doomed = " ".join(map(str, places))
        tree.write("bin/seek", SEEK.replace("#!/bin/sh\n", f"#!/bin/sh\ncase $1 in *found*) rm -rf {doomed};; esac\n"))
        os.chmod(tree.path("bin/seek"), 0o755)
        right = tree.seek(environment=SHARING)
        tree.write("bin/seek", SEEK)
        after = f"what is kept was removed meanwhile: {doomed}"
        fresh = tree.seek_fresh()
        expect_as_fresh(right, fresh, after)
        expect_equal(twice(after).summary["run"], 0, f"linters run when {after}")

# By somebody else, at any time.
end = time.monotonic() + (60 if LONG else 2)
chosen = random.Random(1)


def remove_again_and_again():
    """Remove what is kept, whole or in part."""
    while time.monotonic() < end:
        time.sleep(chosen.random() * 0.03)
        place = chosen.choice((tree.state, SHARED))
        if chosen.random() < 0.5:
            shutil.rmtree(place, ignore_errors=True)
        elif place.is_dir() and os.listdir(place):
            try:
                os.unlink(place / chosen.choice(os.listdir(place)))
            except OSError:
                pass


remover = threading.Thread(target=remove_again_and_again)
remover.start()
rounds = 0
while time.monotonic() < end:
    tree.write("pkg/edited.py", chosen.choice(("# SEEK\n", "B = 1\n", "B = 2\n")))
    expect_as_fresh(tree.seek(environment=SHARING), tree.seek_fresh(), "what is kept is removed all the time")
    rounds += 1
remover.join()
print(f"{rounds} runs while what is kept was removed")
expect_equal(twice("the last removal").summary["run"], 0, "linters run after the last removal")

unprivileged = as_nobody()
if os.geteuid() != 0 or subprocess.run([*unprivileged, "test", "-x", LINTCACHE], check=False).returncode != 0:
    print("without the part about users: only root can become somebody else, and the build tree has to be open to others")
    raise SystemExit

# Root's, with modes that keep others out or let them read: of no use or of some, and unchanged.
for mask in (0o077, 0o022):
    anew()
    old = os.umask(mask)
    tree.seek(environment=SHARING)
    os.umask(old)
    before = contents()
    tree.write("pkg/edited.py", f"# SEEK {mask}\n")
    run = tree.seek(environment=SHARING, prefix=unprivileged)
    expect_as_fresh(run, tree.seek_fresh(), f"a run of another user where the mask was {mask:o}")
    expect(contents() == before, "another user changed what is root's")

# A user's, and root comes by (sudo): the user can go on afterwards, with all that is kept, whoever began.
for mask in (0o077, 0o022, 0o002):
    anew()
    old = os.umask(mask)
    for place in (tree.state, SHARED):
        place.mkdir(mode=0o755)
        give(place, NOBODY)
    tree.write("pkg/edited.py", f"# {mask}\n")
    twice("a user's first run", warnings=0, prefix=unprivileged)
    tree.write("pkg/edited.py", f"# SEEK {mask}\n")
    expect_as_fresh(tree.seek(environment=SHARING), tree.seek_fresh(), "root's run on a user's state")
    tree.write("pkg/edited.py", f"# {mask} once more\n")
    run = twice(f"a user's run after root's, with mask {mask:o}", warnings=0, prefix=unprivileged)
    os.umask(old)
    expect(run.out and b" 0 run" in run.out, "the user's state is not kept any more", run)
    owners = {path: path.stat().st_uid for place in (tree.state, SHARED) for path in place.rglob("*")}
    expect_equal({path: owner for path, owner in owners.items() if path.name.startswith(("state", "results"))
                  and owner != NOBODY}, {}, "files that root left")

# A state of a group (setgid), in which two of its users work in turns with mask 002: what one wrote the other goes on with. Shared
# results are each user's own.
GROUP = 65533
anew()
old = os.umask(0o002)
tree.state.mkdir()
os.chown(tree.state, 0, GROUP)
os.chmod(tree.state, 0o2775)
users = [["setpriv", f"--reuid={user}", f"--regid={user}", f"--groups={GROUP}"] for user in (65531, 65532)]
for number, user in enumerate(users * 2):
    tree.write("pkg/edited.py", f"# SEEK {number}\n")
    run = tree.seek(prefix=user)
    expect_as_fresh(run, tree.seek_fresh(), f"run {number} in a directory of a group", warnings=0)
    expect(b" 1 run" in run.out if number else b" 3 run" in run.out, "what another user of the group wrote is of no use", run)
os.umask(old)
groups = {path: path.stat().st_gid for path in tree.state.rglob("*")}
expect_equal({path: group for path, group in groups.items() if group != GROUP}, {}, "files that are not the group's")

# Shared results that belong to a user are not root's.
anew()
SHARED.mkdir(mode=0o777)
give(SHARED, NOBODY)
run = tree.seek(environment=SHARING)
expect_as_fresh(run, tree.seek_fresh(), "shared results of another user")
expect(not list(SHARED.iterdir()), "root wrote into what belongs to a user", *SHARED.iterdir())
