#include "bench/bare_sender.h"

namespace bench {
namespace {

std::size_t DropBody(char*, std::size_t size, std::size_t count, void*) { return size * count; }

}  // namespace

BareSender::BareSender(const std::string& url, const cloudevents::HttpMessage& message,
                       std::size_t in_flight)
    : message_(message), multi_(curl_multi_init()) {
  for (const cloudevents::HttpHeader& header : message_.headers) {
    headers_ = curl_slist_append(headers_, (header.name + ": " + header.value).c_str());
  }
  headers_ = curl_slist_append(headers_, "Expect:");
  for (std::size_t i = 0; i < in_flight; ++i) {
    CURL* handle = curl_easy_init();
    curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, message_.body.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(message_.body.size()));
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, DropBody);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 30'000L);
    handles_.push_back(handle);
  }
}

BareSender::~BareSender() {
  for (CURL* handle : handles_) curl_easy_cleanup(handle);
  curl_multi_cleanup(multi_);
  curl_slist_free_all(headers_);
}

std::size_t BareSender::Post(std::size_t count) {
  std::size_t started = 0;
  std::size_t ended = 0;
  std::size_t accepted = 0;
  for (; started < handles_.size() && started < count; ++started) {
    curl_multi_add_handle(multi_, handles_[started]);
  }
  while (ended < count) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      long status = 0;
      curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
      if (message->data.result == CURLE_OK && status / 100 == 2) ++accepted;
      ++ended;
      CURL* handle = message->easy_handle;
      curl_multi_remove_handle(multi_, handle);
      if (started < count) {
        ++started;
        curl_multi_add_handle(multi_, handle);
      }
    }
    if (ended < count) curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
  }
  return accepted;
}

}  // namespace bench
