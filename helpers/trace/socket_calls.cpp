// SPDX-License-Identifier: MIT
// Addresses of sockets, as plain words.
#include "trace/socket_calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/descriptor.h"
#include "trace/tracee.h"

namespace lintcache {
namespace {

constexpr uint64_t k_most_messages = 1024;  // UIO_MAXIOV: sendmmsg() sends no more

struct Address {
  int family = AF_UNSPEC;
  std::string text;
  std::string path;  // of a local socket that is a file
};

std::string internet_address(const sockaddr_storage& storage) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (storage.ss_family == AF_INET) {
    const auto& address = reinterpret_cast<const sockaddr_in&>(storage);
    inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    return std::string(text.data()) + ":" + std::to_string(ntohs(address.sin_port));
  }
  const auto& address = reinterpret_cast<const sockaddr_in6&>(storage);
  inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
  return "[" + std::string(text.data()) + "]:" + std::to_string(ntohs(address.sin6_port));
}

std::string local_address(pid_t thread, const sockaddr_storage& storage, size_t size, std::string& path) {
  const auto& address = reinterpret_cast<const sockaddr_un&>(storage);
  const size_t begin = offsetof(sockaddr_un, sun_path);
  const std::string_view name(address.sun_path, size > begin ? std::min(size - begin, sizeof address.sun_path) : 0);
  if (name.empty()) return "a local socket";
  if (name[0] == 0) return "the local socket @" + std::string(name.substr(1));
  path = named_path(thread, AT_FDCWD, std::string(name.substr(0, name.find('\0'))), true);
  return "the local socket " + path;
}

std::optional<Address> read_address(pid_t thread, uint64_t at, uint64_t size) {
  sockaddr_storage storage{};
  size = std::min<uint64_t>(size, sizeof storage);
  if (size < sizeof storage.ss_family || !read_memory(thread, at, &storage, size)) return {};
  Address address;
  address.family = storage.ss_family;
  if (address.family == AF_INET || address.family == AF_INET6)
    address.text = "the network (" + internet_address(storage) + ")";
  else if (address.family == AF_UNIX)
    address.text = local_address(thread, storage, size, address.path);
  else
    address.text = "a socket of family " + std::to_string(address.family);
  return address;
}

BegunCall talk(pid_t thread, const char* verb, uint64_t at, uint64_t size, bool may_miss) {
  BegunCall begun;
  begun.wants_result = true;
  const auto address = read_address(thread, at, size);
  if (!address) begun.is_unreadable = true;
  // Without a family it is about being connected with nobody.
  if (!address || address->family == AF_UNSPEC) return begun;
  begun.doubt = std::string(verb) + " " + address->text;
  if (may_miss && !address->path.empty()) begun.events.push_back(event_of(EventKind::status, address->path));
  return begun;
}

// Of a socket that the process has; -1 where that cannot be told.
int type_of_socket(pid_t thread, int descriptor) {
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, process_of(thread), 0)));
  if (!process) return -1;
  const Descriptor socket(static_cast<int>(syscall(SYS_pidfd_getfd, process.get(), descriptor, 0)));
  int type = -1;
  socklen_t size = sizeof type;
  return socket && getsockopt(socket.get(), SOL_SOCKET, SO_TYPE, &type, &size) == 0 ? type : -1;
}

// Who binds a stream to any port of the machine itself learns whether there is such a network. Nobody can reach it before
// it listens, which is told apart.
bool only_tries(pid_t thread, const CallArguments& arguments) {
  sockaddr_storage storage{};
  if (!read_memory(thread, arguments[1], &storage, std::min<uint64_t>(arguments[2], sizeof storage))) return false;
  const auto& four = reinterpret_cast<const sockaddr_in&>(storage);
  const auto& six = reinterpret_cast<const sockaddr_in6&>(storage);
  const bool is_own = (storage.ss_family == AF_INET && four.sin_port == 0 && four.sin_addr.s_addr == htonl(INADDR_LOOPBACK)) ||
                      (storage.ss_family == AF_INET6 && six.sin6_port == 0 && IN6_IS_ADDR_LOOPBACK(&six.sin6_addr));
  return is_own && type_of_socket(thread, static_cast<int>(arguments[0])) == SOCK_STREAM;
}

BegunCall begin_message(pid_t thread, uint64_t at, uint64_t count, size_t stride) {
  for (uint64_t i = 0; i < std::min(count, k_most_messages); ++i) {
    msghdr message{};
    if (!read_memory(thread, at + i * stride, &message, sizeof message)) continue;
    if (message.msg_name != nullptr && message.msg_namelen != 0)
      return talk(thread, "sends something to", reinterpret_cast<uint64_t>(message.msg_name), message.msg_namelen, false);
  }
  return {};
}

BegunCall begin_socket(int family) {
  if (family == AF_UNIX || family == AF_INET || family == AF_INET6) return {};
  BegunCall begun;
  begun.wants_result = true;
  begun.doubt = family == AF_NETLINK ? "asks the kernel by a netlink socket"
                                     : "opens a socket of family " + std::to_string(family);
  return begun;
}

}  // namespace

BegunCall begin_socket_call(pid_t thread, const CallRule& rule, const CallArguments& arguments) {
  const bool sends_many = std::string_view(rule.name) == "sendmmsg";
  switch (rule.call) {
    case Call::make_socket: return begin_socket(static_cast<int>(arguments[0]));
    case Call::connect: return talk(thread, "connects to", arguments[1], arguments[2], true);
    case Call::bind:
      if (only_tries(thread, arguments)) return {};
      return talk(thread, "waits for others at", arguments[1], arguments[2], false);
    case Call::send: return talk(thread, "sends something to", arguments[4], arguments[5], false);
    case Call::send_message:
      return begin_message(thread, arguments[1], sends_many ? arguments[2] : 1, sends_many ? sizeof(mmsghdr) : 0);
    default: return {};
  }
}

}  // namespace lintcache
