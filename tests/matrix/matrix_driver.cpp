// matrix_driver SOURCE OUT: makes the world, asks everything as everybody, and writes OUT/world.json (what
// the oracle is told) and OUT/outcomes.json (what it must say).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "http/client.h"
#include "http/server.h"
#include "http/stream_source.h"
#include "requests.h"

namespace {

using namespace jinguo;
using namespace jinguo::matrix;

/// What a status means to the one who asked. A write that was tried to its end, or failed over something else
/// than a right, was allowed.
std::string outcome_of(const http::Response& response) {
  const int status = response.status;
  // A field one may not read is no field to break a figure down by, nor to filter by.
  if (response.body.find("\"app.hidden_field\"") != std::string::npos) return "hidden field";
  if (status == 409 && response.body.find("\"flow.period_closed\"") != std::string::npos)
    return "closed period";
  // Of somebody whom one does not administer no slip is made, as if she did not wait for one.
  if (response.body.find("\"app.no_slips\"") != std::string::npos) return "nobody waits";
  switch (status) {
    case 401:
    case 403:
    case 404:
    case 410:
      return std::to_string(status);
    case 200:
    case kWouldWrite:
      return "ok";
    default:
      return status < 500 ? "try" : "fault " + std::to_string(status);
  }
}

bool is_shown(std::string_view body, const Probe& probe) {
  if (!probe.section.empty()) {
    const size_t start = body.find(probe.section);
    if (start == std::string_view::npos) return false;
    body.remove_prefix(start);
    size_t end = body.find('[');
    for (int depth = 0; end < body.size(); ++end) {
      depth += (body[end] == '[') - (body[end] == ']');
      if (depth == 0) break;
    }
    body = body.substr(0, end);
  }
  return body.find(probe.token) != std::string_view::npos;
}

http::Request as_asked(http::Request request, const Asker& asker) {
  request.peer = "192.0.2.7";
  request.via_socket = asker.is_local;
  if (!asker.as.empty()) request.headers.add("X-Jinguo-As", asker.as);
  if (!asker.session.empty()) request.headers.add("Cookie", "jinguo=" + asker.session);
  return request;
}

json::array route_list() {
  constexpr std::array<std::string_view, 3> kDoors{"open", "signed in", "local"};
  json::array out;
  for (const http::Route& route : http::routes())
    out.push_back({{"route", std::string(http::to_text(route.method)) + " " + std::string(route.path)},
                   {"door", kDoors[static_cast<size_t>(route.door)]}});
  return out;
}

/// Every write once more as a page of another site would send it, through a server.
json::array try_foreign_writes(const World& world, const std::deque<Trial>& trials) {
  http::ServerOptions options;
  options.io_threads = 1;
  options.worker_threads = 1;
  http::Server server(options, [&world](http::Request request, http::Respond respond) {
    respond(world.dry().answer(request));
  });
  server.start();
  http::Client client({.port = server.port()});
  const auto& askers = world.askers();
  const auto head = std::find_if(askers.begin(), askers.end(),
                                 [](const Asker& asker) { return asker.name == "head.3713"; });
  json::array out;
  std::set<std::string> seen;
  for (const Trial& trial : trials) {
    if (trial.request.method == http::Method::get || !seen.insert(trial.route).second) continue;
    http::ClientRequest request;
    request.method = trial.request.method;
    request.target = trial.request.path + "?" + trial.request.raw_query;
    request.body = trial.request.body;
    request.headers = trial.request.headers;
    request.headers.add("Origin", "https://elsewhere.example");
    request.headers.add("Cookie", "jinguo=" + head->session);
    out.push_back({{"route", trial.route}, {"status", client.send(request).status}});
  }
  return out;
}

/// What is told of each programme at each unit, and who hears it on an open stream.
struct Told {
  json::array notices, heard;
};
Told tell_streams(const World& world) {
  std::vector<http::Response> streams;
  http::Request request;
  request.path = "/api/events";
  for (const Asker& asker : world.askers()) streams.push_back(world.dry().answer(as_asked(request, asker)));
  const auto tree = world.dry_app().published().tree;
  Told out;
  int64_t position = 1'000'000;
  for (const char* programme : {"elections", "loans", "shelter", "visits"})
    for (uint32_t n = 1; n <= tree->size(); ++n) {
      const UnitId unit(n);
      if (!tree->is_open(unit, world.dry_app().today())) continue;
      world.dry_dispatcher().publish({Position(++position), "record", programme, unit, ""});
      json::array by;
      for (const http::Response& answer : streams) {
        std::vector<http::StreamSource::Chunk> chunks;
        if (answer.stream) answer.stream->take(chunks);
        const bool is_told = std::any_of(chunks.begin(), chunks.end(), [&](const auto& chunk) {
          return chunk->find("\"" + std::string(programme) + "\"") != std::string::npos;
        });
        by.push_back(json::value(is_told ? "told" : "not told"));
      }
      out.notices.push_back({{"programme", programme},
                             {"unit", std::string(tree->code_of(unit, world.dry_app().today()).text())}});
      out.heard.push_back(std::move(by));
    }
  return out;
}

void write_file(const std::filesystem::path& path, const json::value& value) {
  std::ofstream out(path);
  out << json::serialize(value) << "\n";
}

int run(const std::filesystem::path& source, const std::filesystem::path& folder) {
  const std::filesystem::path data = folder / "store";
  std::filesystem::remove_all(data);
  std::filesystem::create_directories(data);
  const World world(source, data);
  const std::deque<Trial> trials = list_trials(world);

  json::object description = world.description();
  description["routes"] = route_list();
  json::array told, outcomes, canaries;
  std::vector<std::set<size_t>> seen(world.askers().size());
  int64_t cells = 0;
  for (const Trial& trial : trials) {
    json::array statuses;
    std::vector<json::array> shown(trial.probes.size());
    for (size_t a = 0; a < world.askers().size(); ++a) {
      const http::Response response = world.dry().answer(as_asked(trial.request, world.askers()[a]));
      const std::string outcome = outcome_of(response);
      statuses.push_back(json::value(outcome));
      if (outcome.starts_with("fault")) std::cerr << trial.route << ": " << response.body << "\n";
      for (size_t p = 0; p < trial.probes.size(); ++p)
        // A conflict shows both its sides.
        shown[p].push_back(json::value(outcome != "ok" && response.status != 409  ? outcome
                                       : is_shown(response.body, trial.probes[p]) ? "shown"
                                                                                  : "hidden"));
      for (size_t c = 0; c < world.canaries().size(); ++c)
        if (response.body.find(world.canaries()[c].token) != std::string::npos) seen[a].insert(c);
    }
    cells += static_cast<int64_t>(statuses.size() * (1 + trial.probes.size()));
    json::array probes, probed;
    for (size_t p = 0; p < trial.probes.size(); ++p) {
      probes.push_back(trial.probes[p].facts);
      probed.push_back(std::move(shown[p]));
    }
    told.push_back({{"route", trial.route},
                    {"path", trial.request.path + "?" + trial.request.raw_query},
                    {"facts", trial.facts},
                    {"probes", std::move(probes)}});
    outcomes.push_back({{"statuses", std::move(statuses)}, {"probes", std::move(probed)}});
  }
  json::array sightings;
  for (size_t c = 0; c < world.canaries().size(); ++c) {
    const Canary& canary = world.canaries()[c];
    canaries.push_back({{"programme", canary.programme},
                        {"field", canary.field},
                        {"class", canary.privacy},
                        {"unit", canary.unit}});
    json::array by;
    for (const auto& one : seen) by.push_back(json::value(one.contains(c) ? "seen" : "unseen"));
    sightings.push_back(std::move(by));
    cells += static_cast<int64_t>(seen.size());
  }
  description["trials"] = std::move(told);
  description["canaries"] = std::move(canaries);
  Told told_streams = tell_streams(world);
  description["notices"] = std::move(told_streams.notices);
  write_file(folder / "world.json", description);
  write_file(folder / "outcomes.json", json::object{{"trials", std::move(outcomes)},
                                                    {"canaries", std::move(sightings)},
                                                    {"notices", std::move(told_streams.heard)},
                                                    {"foreign", try_foreign_writes(world, trials)}});
  std::cout << trials.size() << " requests, " << world.askers().size() << " askers, " << cells << " cells\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "matrix_driver SOURCE OUT\n";
    return 2;
  }
  try {
    return run(argv[1], argv[2]);
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << "\n";
    return 1;
  }
}
