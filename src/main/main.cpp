#include <sodium.h>
#include <sys/stat.h>

#include <exception>
#include <iostream>

#include "cli/session.h"
#include "main/local_installation.h"

int main(int argc, char** argv) {
  using namespace jinguo;
  // Data, backups, exports: all may hold names of persons, so nobody but the owner reads what is made here.
  umask(077);
  if (sodium_init() < 0) {
    std::cerr << "no source of randomness\n";
    return static_cast<int>(cli::Exit::failed);
  }
  try {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto report = [](std::string_view line) { std::cerr << line << "\n" << std::flush; };
    const auto open = [&](const cli::Target& target) -> std::unique_ptr<cli::Installation> {
      return std::make_unique<LocalInstallation>(target, report);
    };
    return static_cast<int>(cli::run(words, open, std::cin, std::cout, std::cerr));
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << "\n";
    return static_cast<int>(cli::Exit::failed);
  }
}
