#pragma once
#include "base/error.h"

/// What the HTTP layer itself refuses, before any handler is asked.
namespace jinguo::http {

inline constexpr ErrorRow kMalformed{
    "http.malformed", 400, "请求不符合 HTTP/1.1：{0}。请检查客户端或代理。",
    "The request is not valid HTTP/1.1: {0}. Check the client or the proxy."};
inline constexpr ErrorRow kAmbiguousLength{
    "http.ambiguous_length", 400,
    "请求正文的长度说法不一：{0}。请只用一个 Content-Length，或只用 Transfer-Encoding: chunked。",
    "The length of the body is ambiguous: {0}. Send one Content-Length, or Transfer-Encoding: chunked "
    "alone."};
inline constexpr ErrorRow kBadHost{"http.bad_host", 400, "请求须有且只有一个正确的 Host。",
                                   "The request must have exactly one well-formed Host."};
inline constexpr ErrorRow kBadPath{"http.bad_path", 400, "网址路径有误：{0}。请改正网址。",
                                   "The path is not acceptable: {0}. Correct the address."};
inline constexpr ErrorRow kBadQuery{"http.bad_query", 400, "网址问号后的参数有误：{0}。请改正网址。",
                                    "The query is not acceptable: {0}. Correct the address."};
inline constexpr ErrorRow kForeignWrite{
    "http.foreign_write", 403, "请求来自别的网站，已拒绝。请在本系统页面内操作。",
    "The request comes from another site and is refused. Work from our pages."};
inline constexpr ErrorRow kSpeaksTls{"http.speaks_tls", 403, "这里只收加密的请求，请改用 https:// 。",
                                     "Only encrypted requests are taken here; use https://."};
inline constexpr ErrorRow kComeByProxy{"http.come_by_proxy", 403, "请从本单位公布的 https 网址进入。",
                                       "Come by the published https address."};
inline constexpr ErrorRow kMethodUnknown{"http.method_unknown", 405, "不支持的请求方法。",
                                         "This method is not supported."};
inline constexpr ErrorRow kTimeout{"http.timeout", 408, "请求发送太慢或中断，请重试。",
                                   "The request came too slowly or stopped. Try again."};
inline constexpr ErrorRow kBodyTooLarge{"http.body_too_large", 413,
                                        "内容超过上限（{0} 字节）。请分批提交或缩小文件。",
                                        "The body exceeds the limit of {0} bytes. Send less at once."};
inline constexpr ErrorRow kEncodingUnknown{"http.encoding_unknown", 415, "请求正文不得压缩。请发送原文。",
                                           "A compressed request body is not accepted. Send it plain."};
inline constexpr ErrorRow kRangeOutside{"http.range_outside", 416, "所要的字节范围不在文件内。",
                                        "The asked range lies outside the file."};
inline constexpr ErrorRow kExpectationUnknown{"http.expectation_unknown", 417, "不支持的 Expect 要求。",
                                              "This expectation is not supported."};
inline constexpr ErrorRow kHeadTooLarge{
    "http.head_too_large", 431, "请求头太大。请清除本站 Cookie 或缩短网址。",
    "The request head is too large. Clear our cookies or shorten the address."};
inline constexpr ErrorRow kInternal{"http.internal", 500, "服务器出错，请把追踪号 {0} 告诉管理员。",
                                    "The server failed; tell the administrator the trace number {0}."};
inline constexpr ErrorRow kBusy{"http.busy", 503, "服务器正忙，请稍后重试。",
                                "The server is busy. Try again shortly."};

}  // namespace jinguo::http
