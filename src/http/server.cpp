#include "http/server.h"

#include <sys/resource.h>

#include "http/engine.h"

namespace jinguo::http {

Server::Server(ServerOptions options, Handler handler)
    : engine_(std::make_shared<Engine>(std::move(options), std::move(handler))) {}
Server::~Server() {
  stop();
}
void Server::start() {
  engine_->start();
}
std::uint16_t Server::port() const {
  return engine_->port();
}
ServerCounts Server::counts() const {
  return engine_->counts();
}
void Server::stop() {
  engine_->stop();
}

std::size_t raise_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<std::size_t>(limit.rlim_cur);
}

}  // namespace jinguo::http
