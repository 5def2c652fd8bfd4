# SPDX-License-Identifier: MIT
# For the scripts named run: installs the Debian packages that are missing, or says which are.

say() { printf '%s: %s\n' "$script" "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# missing_packages <package or command:package>...: a command that is there will do, wherever it came from.
missing_packages() {
  local need
  for need in "$@"; do
    case $need in
      *:*) command -v "${need%%:*}" >/dev/null || printf '%s\n' "${need#*:}" ;;
      *) is_installed "$need" || printf '%s\n' "$need" ;;
    esac
  done | sort -u
}

# install_packages <package or command:package>...
install_packages() {
  local missing as_root=
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian, so what is needed is taken to be there: $*"
    return 0
  fi
  missing=$(missing_packages "$@" | tr '\n' ' ')
  missing=${missing% }
  if [ -z "$missing" ]; then
    say "every Debian package that is needed is installed"
    return 0
  fi
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      fail "packages are missing, and neither root nor sudo is at hand. Run as root: apt-get install $missing"
    as_root=sudo
  fi
  say "installs Debian packages, and those that they need: $missing"
  $as_root apt-get update --quiet --quiet ||
    say "apt-get update failed, so what is known of packages may be old"
  # Recommended packages would double what is downloaded. Words are left to split: one package each.
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --quiet --no-install-recommends $missing >&2 ||
    fail "apt-get could not install: $missing"
}

# Ninja where it is installed, else Makefiles.
choose_generator() {
  if command -v ninja >/dev/null; then echo Ninja; else echo "Unix Makefiles"; fi
}

# The processors that this script may use.
count_processors() { nproc 2>/dev/null || echo 1; }
