#pragma once
#include <filesystem>

#include "cli/installation.h"
#include "main/house.h"
#include "main/stop_signal.h"

namespace jinguo {

inline constexpr ErrorRow kWriterStopped{
    "main.writer_stopped", 500, "数据无法再写入，服务已停止；请排除故障后重新启动（见上面的原因）。",
    "Nothing more could be written, so the server stopped; mend the cause told above and start anew."};
inline constexpr ErrorRow kCannotListen{"main.cannot_listen", 409, "不能监听 {0}：{1}",
                                        "Cannot listen on {0}: {1}"};

/// {0} what was given.
inline constexpr ErrorRow kNotAProxy{"main.not_a_proxy", 400,
                                     "--behind-proxy 后面写代理的 IP 地址，“{0}”不是。",
                                     "--behind-proxy takes the IP address of the proxy; \"{0}\" is none."};

/// The local socket of a served installation.
std::filesystem::path socket_of(const std::filesystem::path& data_dir);
/// Whether somebody answers at this socket.
bool is_answering(const std::filesystem::path& socket);

/// Serves the house until the signal, then lets running requests finish. Over TLS with the
/// given certificate, or with that of the data folder, which it renews in time; by link with one
/// that nobody keeps when there is none. Errors: main.cannot_listen,
/// main.writer_stopped, main.not_a_proxy, cli.not_encrypted, http.tls_….
Result<void> serve(House& house, const std::filesystem::path& data_dir, const cli::ServeOrder& order,
                   const StopSignal& stop, const std::function<void(std::string_view)>& report);

}  // namespace jinguo
