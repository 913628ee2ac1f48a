#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "base/error.h"
#include "http/server.h"
#include "peers/workload.h"
#include "rollup/measurements.h"
#include "rollup/nation.h"
#include "server/drive.h"
#include "server/material.h"
#include "server/reload.h"
#include "server/served.h"

namespace jinguo::bench {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr size_t kClients = 32;
constexpr double kMega = 1e6;

struct Run {
  std::string program;
  fs::path scratch;
  Measurements& out;
  double seconds = 8;
};

void write_file(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// A key nobody used, as the work app makes them: 48 bits of the time and 80 random ones.
class Keys {
 public:
  std::string next() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    char text[33];
    std::snprintf(text, sizeof text, "%012llx%04llx%016llx", static_cast<unsigned long long>(ms),
                  static_cast<unsigned long long>(random_() & 0xffff),
                  static_cast<unsigned long long>(random_()));
    return text;
  }

 private:
  std::mt19937_64 random_{std::random_device{}()};
};

void report(const std::string& name, Driven& driven, Measurements& out, double p50, double p99,
            const std::string& note = "") {
  if (driven.faults > 0)
    throw Failure(name + ": " + std::to_string(driven.faults) + " refused, first " + driven.first_fault);
  const auto goal = [](double most) { return most > 0 ? std::optional(most) : std::nullopt; };
  out.add(name + "_p50", quantile(driven.latencies, 0.5) * 1e3, "ms", goal(p50), note);
  out.add(name + "_p99", quantile(driven.latencies, 0.99) * 1e3, "ms", goal(p99));
}

/// New cases filed by a township's clerk at her villages, each durable when answered.
class Saves {
 public:
  Saves(const Served& served, size_t sessions) {
    for (size_t i = 0; i < sessions; ++i) sessions_.push_back(served.demo_session("clerk"));
    const json::value me = served.ask("GET", "/api/session", sessions_[0]).body;
    const std::string township(me.at("post").at("unit").at("code").as_string());
    const json::value units = served.ask("GET", "/api/units?under=" + township, sessions_[0]).body;
    for (const json::value& unit : units.as_array())
      if (unit.at("level").as_string() == "village") villages_.emplace_back(unit.at("code").as_string());
    if (villages_.empty()) throw Failure("the clerk has no villages");
  }

  std::string next(size_t client, size_t number) {
    const size_t n = client * 1000 + number;
    const char* const kinds[] = {"visit", "talk", "aid"};
    const std::string body = R"({"unit":")" + villages_[n % villages_.size()] +
                             R"(","values":{"happened_on":"2026-06-)" + std::to_string(10 + n % 20) +
                             R"(","kind":")" + kinds[n % 3] + R"(","amount":)" + std::to_string(n % 5000) +
                             R"(,"people":)" + std::to_string(n % 7) + R"(,"note":"入户走访"}})";
    return request_bytes("POST", "/api/programmes/bench_case/records", sessions_[client % sessions_.size()],
                         body, "Idempotency-Key: " + keys_.next() + "\r\n");
  }

 private:
  std::vector<std::string> sessions_, villages_;
  Keys keys_;
};

void measure_saves(const Run& run, const Served& served, const std::string& prefix, bool has_goals) {
  Saves saves(served, kClients);
  const auto next = [&](size_t client, size_t number) { return saves.next(client, number); };
  drive(served.port(), kClients, 1, next);
  const double used = served.processor_time();
  const double written = served.written();
  Driven many = drive(served.port(), kClients, run.seconds, next);
  run.out.add(prefix + ".saves_32_clients", many.per_second(), "/s");
  run.out.add(prefix + ".processor_time_a_save",
              (served.processor_time() - used) / static_cast<double>(many.latencies.size()) * 1e6, "us");
  // An engine that is a server of its own writes its files itself.
  if (has_goals)
    run.out.add(prefix + ".bytes_written_a_save",
                (served.written() - written) / static_cast<double>(many.latencies.size()) / 1e3, "KB");
  report(prefix + ".save_32_clients", many, run.out, 0, has_goals ? 25 : 0);
  Driven one = drive(served.port(), 1, run.seconds / 2, next);
  report(prefix + ".save_1_client", one, run.out, has_goals ? 1.5 : 0, 0);
}

/// A second version of the programme is activated while its records are saved.
void measure_activation(const Run& run, const std::vector<std::string>& where, const Served& served,
                        const std::string& prefix) {
  const fs::path file = run.scratch / "bench_case_2.yaml";
  write_file(file, case_programme(2));
  std::vector<std::string> apply{run.program, "define", "apply", file.string()};
  apply.insert(apply.end(), where.begin(), where.end());
  Saves saves(served, kClients);
  std::exception_ptr failed;
  std::thread officer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    try {
      run_program(apply);
    } catch (...) {
      failed = std::current_exception();
    }
  });
  Driven driven = drive(served.port(), kClients, 4,
                        [&](size_t client, size_t number) { return saves.next(client, 10'000 + number); });
  officer.join();
  if (failed) std::rethrow_exception(failed);
  if (driven.faults > 0) throw Failure("a save was refused during an activation: " + driven.first_fault);
  run.out.add(prefix + ".saves_around_an_activation", driven.per_second(), "/s");
  run.out.add(prefix + ".slowest_save_around_an_activation", quantile(driven.latencies, 1) * 1e3, "ms", 1000);
}

void measure_figures(const Run& run, const Served& served) {
  Saves saves(served, 1);
  const std::string session = served.demo_session("leader");
  const std::string ask =
      request_bytes("GET", "/api/figures/bench_case.amount?unit=3713&period=2026-H1", session);
  std::thread writer([&] {
    drive(served.port(), 1, run.seconds,
          [&](size_t client, size_t number) { return saves.next(client, 500 + number); });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  Driven reads = drive(served.port(), 1, run.seconds - 1, [&](size_t, size_t) { return ask; });
  writer.join();
  report("server.figure_beside_a_writer", reads, run.out, 0.3, 2, "one client reading, one saving");
  const double used = served.processor_time();
  Driven quiet = drive(served.port(), 1, 2, [&](size_t, size_t) { return ask; });
  report("server.figure_alone", quiet, run.out, 0, 0);
  run.out.add("server.processor_time_a_figure",
              (served.processor_time() - used) / static_cast<double>(quiet.latencies.size()) * 1e6, "us");
}

/// The codes of the villages of the city, as the wide table names them.
std::vector<std::string> village_codes(const Served& served, const std::string& session) {
  std::vector<std::string> out;
  const json::value table =
      served.ask("GET", "/api/figures?names=bench_wide.n00&unit=3713&period=2011-06&level=village", session)
          .body;
  for (const json::value& code : table.at("units").as_array()) out.emplace_back(code.as_string());
  return out;
}

void measure_import(const Run& run, const Served& served, const std::string& prefix) {
  const std::string session = served.demo_session("head");
  std::vector<std::string> codes = village_codes(served, session);
  if (codes.size() < kImportRows) throw Failure("the city has too few villages to import");
  codes.resize(kImportRows);
  std::vector<double> seconds;
  size_t bytes = 0;
  constexpr uint32_t kMonth = 5;
  for (uint32_t month = 1; month <= kMonth; ++month) {
    const std::string book = wide_xlsx(codes, month - 1, run.scratch.string());
    const std::string name = "2011-0" + std::to_string(month);
    bytes = book.size();
    seconds.push_back(seconds_of([&] {
      const std::string where = "/api/programmes/bench_wide/imports?unit=3713&on=2011-07-04&period=" + name;
      const json::value done = served.ask("POST", where, session, book, name + ".xlsx").body;
      if (!done.at("written").as_bool() || done.at("good").to_number<int64_t>() != kImportRows)
        throw Failure("not all rows were imported: " + json::serialize(done).substr(0, 2000));
    }));
  }
  const int64_t expected = wide_sum(kImportRows, kMonth - 1);
  const json::value figure =
      served.ask("GET", "/api/figures/bench_wide.n00?unit=3713&period=2011-05", session).body;
  const std::string text(figure.at("numerator").as_string());
  if (text != std::to_string(expected))
    throw Failure("the total after the import is " + text + ", not " + std::to_string(expected));
  run.out.add(prefix + ".import_7080_x_20", median(seconds) * 1e3, "ms", 1000,
              "an .xlsx of " + std::to_string(bytes / 1000) + " KB over HTTP, in all totals");
}

/// What the demo city bears once the two programmes of this bench are in it.
void measure_city_load(const Run& run, const std::vector<std::string>& where) {
  Served served(run.program, where);
  measure_saves(run, served, "server", true);
  measure_activation(run, where, served, "server");
  measure_figures(run, served);
  measure_import(run, served, "server");
  run.out.add("server.memory_at_the_end", served.most_resident() / kMega, "MB", {}, "the most it held");
}

void measure_city(const Run& run) {
  const fs::path data = run.scratch / "city";
  fs::remove_all(data);
  fs::remove(data.string() + ".key");
  const std::vector<std::string> where{"--data", data.string()};
  run.out.add("server.demo_made_in", seconds_of([&] {
                run_program({run.program, "demo", "--no-serve", "--data", data.string()});
              }),
              "s");
  std::vector<double> ready;
  double resident = 0;
  for (int i = 0; i < 3; ++i) {
    Served served(run.program, where);
    ready.push_back(served.seconds_to_ready());
    served.ask("GET", "/api/about");
    resident = served.resident();
  }
  run.out.add("server.ready_after_start", median(ready), "s", 1);
  run.out.add("server.memory_after_start", resident / kMega, "MB", 200);
  {
    Served served(run.program, where);
    const std::string session = served.demo_session("leader");
    const double before = served.resident();
    const IdleStreams streams(served.port(), 5000, session);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    run.out.add("server.streams_open", static_cast<double>(streams.size()), "streams");
    run.out.add("server.memory_of_5000_streams", (served.resident() - before) / kMega, "MB", 50);
  }
  write_file(run.scratch / "bench_case.yaml", case_programme());
  write_file(run.scratch / "bench_wide.yaml", wide_programme("bench_wide", "village", "city.head"));
  for (const char* file : {"bench_case.yaml", "bench_wide.yaml"})
    run_program({run.program, "define", "apply", (run.scratch / file).string(), "--data", data.string()});
  measure_city_load(run, where);
  measure_reload({data, "", data.string() + ".key"}, "bench_wide", "server.sqlite", run.out);
}

/// An officer of the nation, made by the security administrator whose link `init` printed.
std::string officer_session(const Served& served, const json::value& administrators) {
  for (const json::value& person : administrators.as_array()) {
    if (person.at("account").as_string() != "security") continue;
    const std::string security = served.session_by_link(std::string(person.at("link").as_string()));
    const json::value made =
        served
            .ask("POST", "/api/accounts", security,
                 R"({"account":"bench","name":"测试员","posts":[{"role":"officer","unit":"0"}]})")
            .body;
    return served.session_by_link(std::string(made.at("link").as_string()));
  }
  throw Failure("init made no security administrator");
}

void measure_nation(const Run& run) {
  const fs::path data = run.scratch / "nation";
  fs::remove_all(data);
  fs::remove(data.string() + ".key");
  write_file(run.scratch / "nation.tsv", nation_table());
  json::value administrators;
  run.out.add("server.nation_units_imported_in", seconds_of([&] {
                administrators = json::parse(
                    run_program({run.program, "init", "--home", "0", "--units",
                                 (run.scratch / "nation.tsv").string(), "--data", data.string(), "--json"}));
              }),
              "s", {}, "665,277 units");
  write_file(run.scratch / "bench_league.yaml", wide_programme("bench_league", "county", "nation.officer"));
  run_program({run.program, "define", "apply", (run.scratch / "bench_league.yaml").string(), "--data",
               data.string()});
  Served served(run.program, {"--data", data.string()});
  run.out.add("server.nation_ready_after_start", served.seconds_to_ready(), "s");
  run.out.add("server.nation_memory", served.resident() / kMega, "MB");
  const std::string session = officer_session(served, administrators);
  const std::string table =
      "/api/figures?names=" + wide_names("bench_league") + "&unit=0&period=2024-01&level=county";
  std::vector<std::string> codes;
  const json::value empty = served.ask("GET", table, session).body;
  for (const json::value& code : empty.at("units").as_array()) codes.emplace_back(code.as_string());
  run.out.add("server.counties", static_cast<double>(codes.size()), "counties");
  served.ask("POST", "/api/programmes/bench_league/imports?unit=0&period=2024-01", session, wide_csv(codes),
             "counties.csv");
  const json::value answer = served.ask("GET", table, session).body;
  int64_t filled = 0;
  for (const json::value& column : answer.at("columns").as_array())
    for (const json::value& value : column.at("values").as_array()) filled += value.is_null() ? 0 : 1;
  run.out.add("server.wide_cells_filled", static_cast<double>(filled), "cells");
  const std::string ask = request_bytes("GET", table, session);
  Driven wide = drive(served.port(), 1, 3, [&](size_t, size_t) { return ask; });
  report("server.wide_2978_x_20", wide, run.out, 5, 0, "JSON over HTTP");
}

void measure_on_postgres(const Run& run, const std::string& conninfo) {
  const fs::path data = run.scratch / "city-postgres";
  const fs::path key = run.scratch / "city-postgres.key";
  fs::remove_all(data);
  fs::remove(key);
  const std::vector<std::string> where{"--data", data.string(), "--store", conninfo, "--key", key.string()};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.begin(), run.program);
    words.insert(words.end(), where.begin(), where.end());
    return words;
  };
  run.out.add("server.postgres.demo_made_in", seconds_of([&] {
                run_program(with({"demo", "--no-serve"}));
              }),
              "s");
  write_file(run.scratch / "bench_case.yaml", case_programme());
  write_file(run.scratch / "bench_wide.yaml", wide_programme("bench_wide", "village", "city.head"));
  for (const char* file : {"bench_case.yaml", "bench_wide.yaml"})
    run_program(with({"define", "apply", (run.scratch / file).string()}));
  {
    Served served(run.program, where);
    run.out.add("server.postgres.ready_after_start", served.seconds_to_ready(), "s");
    measure_saves(run, served, "server.postgres", false);
    measure_activation(run, where, served, "server.postgres");
    measure_import(run, served, "server.postgres");
  }
  measure_reload({data, conninfo, key}, "bench_wide", "server.postgres", run.out);
}

int run(int count, char** arguments) {
  std::string part, json_file, program = "build/bin/jinguo", scratch = ".";
  double seconds = 8;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    if (word.starts_with("--") && i + 1 < count) {
      const std::string value = arguments[++i];
      if (word == "--json") json_file = value;
      if (word == "--scratch") scratch = value;
      if (word == "--program") program = value;
      if (word == "--seconds") seconds = std::stod(value);
    } else {
      part = word;
    }
  }
  Measurements out;
  out.keep_in(json_file);
  const Run run{fs::absolute(program).string(), fs::absolute(scratch), out, seconds};
  http::raise_open_files();
  if (part == "city") {
    measure_city(run);
    return 0;
  }
  if (part == "load") {
    measure_city_load(run, {"--data", (run.scratch / "city").string()});
    return 0;
  }
  if (part == "nation") {
    measure_nation(run);
    return 0;
  }
  if (const char* const server = std::getenv("JINGUO_TEST_POSTGRES"); part == "postgres" && server) {
    measure_on_postgres(run, server);
    return 0;
  }
  std::fprintf(
      stderr,
      "bench_server city|load|nation|postgres [--program FILE] [--json FILE] [--scratch DIR] [--seconds N]\n"
      "load drives a city that an earlier run left in the scratch folder\n"
      "postgres under tools/with_postgres\n");
  return 2;
}

}  // namespace
}  // namespace jinguo::bench

int main(int count, char** arguments) {
  try {
    return jinguo::bench::run(count, arguments);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_server: %s\n", failure.what());
    return 1;
  }
}
