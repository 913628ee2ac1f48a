#include "http/event_hub.h"

#include <gtest/gtest.h>

#include <thread>

#include "http/stream_source.h"

namespace jinguo::http {
namespace {

Event event_at(std::uint64_t position, std::string data = "{}") {
  Event event;
  event.position = position;
  event.name = "figure";
  event.data = std::move(data);
  return event;
}

std::string taken(StreamSource& stream) {
  std::vector<StreamSource::Chunk> chunks;
  stream.take(chunks);
  std::string out;
  for (const auto& chunk : chunks) out += *chunk;
  return out;
}

TEST(EventHub, tells_only_those_who_may_know) {
  EventHub hub;
  const auto all = hub.subscribe({}).stream;
  Subscriber even;
  even.may_know = [](const Event& event) { return event.position % 2 == 0; };
  const auto some = hub.subscribe(even).stream;
  EXPECT_EQ(hub.publish(event_at(1)), 1u);
  EXPECT_EQ(hub.publish(event_at(2)), 2u);
  EXPECT_EQ(taken(*all),
            "retry: 2000\n\nid: 1\nevent: figure\ndata: {}\n\nid: 2\nevent: figure\ndata: {}\n\n");
  EXPECT_EQ(taken(*some), "retry: 2000\n\nid: 2\nevent: figure\ndata: {}\n\n");
}

TEST(EventHub, no_data_can_forge_an_event) {
  EventHub hub;
  const auto stream = hub.subscribe({}).stream;
  Event event = event_at(3, "a\r\n\nid: 9\n\ndata: x");
  event.name = "n\nid: 8";
  hub.publish(event);
  EXPECT_EQ(taken(*stream),
            "retry: 2000\n\nid: 3\nevent: nid: 8\ndata: a\ndata: \ndata: id: 9\ndata: \ndata: data: x\n\n");
}

TEST(EventHub, drops_a_client_whose_queue_is_full) {
  EventHubOptions options;
  options.queue_events = 3;
  EventHub hub(options);
  const auto stream = hub.subscribe({}).stream;
  hub.publish(event_at(1));
  hub.publish(event_at(2));
  EXPECT_FALSE(stream->is_over());
  hub.publish(event_at(3));
  EXPECT_TRUE(stream->is_over());
}

TEST(EventHub, bounds_the_bytes_too) {
  EventHubOptions options;
  options.queue_bytes = 1000;
  EventHub hub(options);
  const auto stream = hub.subscribe({}).stream;
  hub.publish(event_at(1, std::string(2000, 'x')));
  EXPECT_TRUE(stream->is_over());
}

TEST(EventHub, resumes_after_the_last_position) {
  EventHubOptions options;
  options.kept_events = 3;
  options.start_position = 10;
  EventHub hub(options);
  for (std::uint64_t position = 11; position <= 15; ++position) hub.publish(event_at(position));
  Subscriber who;
  who.last_position = 13;
  EXPECT_EQ(taken(*hub.subscribe(who).stream),
            "retry: 2000\n\nid: 14\nevent: figure\ndata: {}\n\nid: 15\nevent: figure\ndata: {}\n\n");
  who.last_position = 12;
  EXPECT_NE(taken(*hub.subscribe(who).stream).find("id: 13\n"), std::string::npos);
  who.last_position = 11;
  EXPECT_EQ(taken(*hub.subscribe(who).stream), "retry: 2000\n\nid: 15\nevent: resync\ndata: {}\n\n");
}

TEST(EventHub, after_a_restart_who_saw_less_is_told_to_resync) {
  EventHubOptions options;
  options.start_position = 100;
  EventHub hub(options);
  Subscriber who;
  who.last_position = 90;
  EXPECT_NE(taken(*hub.subscribe(who).stream).find("event: resync"), std::string::npos);
  who.last_position = 100;
  EXPECT_EQ(taken(*hub.subscribe(who).stream), "retry: 2000\n\n");
}

TEST(EventHub, events_of_one_position_are_told_again_to_who_resumes_at_it) {
  EventHubOptions options;
  options.kept_events = 4;
  EventHub hub(options);
  for (const char* data : {"a", "b", "c"}) hub.publish(event_at(7, data));
  Subscriber who;
  who.last_position = 7;
  const std::string again = taken(*hub.subscribe(who).stream);
  for (const char* data : {"data: a\n", "data: b\n", "data: c\n"})
    EXPECT_NE(again.find(data), std::string::npos);
  // Of position 7 one event is gone, then all; who saw but one of them has not seen the others.
  hub.publish(event_at(8));
  hub.publish(event_at(9));
  EXPECT_NE(taken(*hub.subscribe(who).stream).find("event: resync"), std::string::npos);
  for (std::uint64_t position = 10; position <= 11; ++position) hub.publish(event_at(position));
  EXPECT_NE(taken(*hub.subscribe(who).stream).find("event: resync"), std::string::npos);
  who.last_position = 8;
  EXPECT_EQ(taken(*hub.subscribe(who).stream).find("resync"), std::string::npos);
}

TEST(EventHub, a_burst_of_one_position_becomes_one_resync) {
  EventHubOptions options;
  options.burst_events = 5;
  options.queue_events = 10;
  EventHub hub(options);
  const auto all = hub.subscribe({}).stream;
  Subscriber one;
  one.may_know = [](const Event& event) { return event.data == "17"; };
  const auto some = hub.subscribe(one).stream;
  for (int i = 0; i < 1000; ++i) hub.publish(event_at(3, std::to_string(i)));
  hub.publish(event_at(4, "next"));
  EXPECT_FALSE(all->is_over());
  const std::string told = taken(*all);
  EXPECT_NE(told.find("data: 3\n"), std::string::npos);
  EXPECT_EQ(told.find("data: 4\n"), std::string::npos);
  EXPECT_NE(told.find("id: 3\nevent: resync\ndata: {}\n\nid: 4\n"), std::string::npos);
  EXPECT_EQ(taken(*some), "retry: 2000\n\nid: 3\nevent: figure\ndata: 17\n\n");
}

TEST(EventHub, ends_the_streams_of_a_session) {
  EventHub hub;
  Subscriber one;
  one.session = "s1";
  Subscriber two;
  two.session = "s2";
  const auto first = hub.subscribe(one).stream;
  const auto second = hub.subscribe(two).stream;
  EXPECT_EQ(hub.close_if([](const Subscriber& who) { return who.session == "s1"; }), 1u);
  EXPECT_TRUE(first->is_over());
  EXPECT_FALSE(second->is_over());
}

TEST(EventHub, forgets_streams_that_are_gone) {
  EventHub hub;
  auto stream = hub.subscribe({}).stream;
  EXPECT_EQ(hub.size(), 1u);
  stream->close();
  EXPECT_EQ(hub.size(), 0u);
  hub.subscribe({});
  EXPECT_EQ(hub.size(), 0u);
}

TEST(EventHub, a_stream_may_outlive_the_hub) {
  auto hub = std::make_unique<EventHub>();
  const auto stream = hub->subscribe({}).stream;
  hub->publish(event_at(1));
  hub.reset();
  EXPECT_NE(taken(*stream).find("id: 1"), std::string::npos);
  stream->close();
}

TEST(EventHub, all_subscribers_see_one_order_from_many_publishers) {
  EventHubOptions options;
  options.queue_events = 10'000;
  options.queue_bytes = 10'000'000;
  EventHub hub(options);
  const auto first = hub.subscribe({}).stream;
  const auto second = hub.subscribe({}).stream;
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 4; ++t)
    threads.emplace_back([&hub, t] {
      for (std::uint64_t i = 0; i < 500; ++i) hub.publish(event_at(t * 1000 + i));
    });
  for (auto& thread : threads) thread.join();
  const std::string seen = taken(*first);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), '{'), 2000);
  EXPECT_EQ(seen, taken(*second));
}

TEST(LastEventId, is_a_number_or_nothing) {
  Request request;
  EXPECT_FALSE(last_event_id(request));
  request.headers.set("Last-Event-ID", "42");
  EXPECT_EQ(last_event_id(request), 42u);
  for (const char* bad : {"", "-1", "4x", "99999999999999999999999"}) {
    request.headers.set("Last-Event-ID", bad);
    EXPECT_FALSE(last_event_id(request)) << bad;
  }
}

}  // namespace
}  // namespace jinguo::http
