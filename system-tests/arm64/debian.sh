# What the scripts beside this one share: a Debian for arm64, emulated on a Cortex-A72. To be sourced.
#
# Expects: work (a directory of its own), root (where the Debian goes), suite (which release).

processes=()

fail() {
  echo "arm64/$(basename "$0"): $*" >&2
  exit 1
}

say() {
  echo "[$(date +%T)] $*"
}

require() {
  [[ $EUID -eq 0 ]] || fail "expected root, which chroot and mounts need"
  for program in "$@"; do
    command -v "$program" >/dev/null || fail "expected $program on the PATH, found none"
  done
}

# Ends what was begun; mounts end with the command, whatever happens.
end() {
  for process in "${processes[@]}"; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  for directory in proc sys dev; do
    umount --lazy --recursive "$root/$directory" 2>/dev/null || true
  done
  rm -rf --one-file-system "$work"
}

await() {
  local seconds="$1"
  shift
  for ((i = 0; i < 10 * seconds; i++)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  fail "waited $seconds s in vain for: $*"
}

emulation() {
  [[ -e /proc/sys/fs/binfmt_misc/register ]] ||
    mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
  [[ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ]] || update-binfmts --enable qemu-aarch64
}

cached_root() {
  echo "${XDG_CACHE_HOME:-$HOME/.cache}/espalier/pi-$suite.tar"
}

# A root costs minutes and never changes: it is made once.
ready_root() {
  local cache
  cache="$(cached_root)"
  [[ ! -e "$cache" ]] || return 0
  say "making a root of Debian $suite for arm64 (minutes; once)"
  mkdir -p "$(dirname "$cache")"
  mmdebstrap --quiet --format=tar --arch=arm64 --variant=minbase \
    --include=adduser,libsystemd0,default-jre-headless,sudo "$suite" "$cache.part"
  mv "$cache.part" "$cache"
}

debian() {
  ready_root
  mkdir "$root"
  tar -xf "$(cached_root)" -C "$root"
  # XNNPACK stays off where /sys does not say what the processor has.
  for directory in proc sys dev; do
    mount --rbind "/$directory" "$root/$directory"
  done
}

inside() {
  QEMU_CPU=cortex-a72 chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/var/lib/espalier \
    DEBIAN_FRONTEND=noninteractive QEMU_CPU=cortex-a72 "$@"
}

# In place of the shell that calls it, so that its process is the one that is ended.
as_node() {
  QEMU_CPU=cortex-a72 exec chroot --userspec=espalier:espalier "$root" env -i PATH=/usr/bin:/bin \
    HOME=/var/lib/espalier STATE_DIRECTORY=/var/lib/espalier QEMU_CPU=cortex-a72 "$@"
}

# The package as it was built.
package() {
  local built
  built="$(ls "$home"/edge-node/target/espalier-node_*_arm64.deb 2>/dev/null | tail -n 1)"
  [[ -n "$built" ]] || fail "expected edge-node/target/espalier-node_*_arm64.deb; mvn -DskipTests package makes it"
  echo "$built"
}
