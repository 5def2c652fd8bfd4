// SPDX-License-Identifier: MIT
// Times are taken where things are told, under one lock, so that they never go back.
#include "run/record_timeline.h"

#include "base/disk.h"
#include "base/file.h"
#include "base/path.h"

namespace lintcache {
namespace {

std::string timeline_file(const std::string& state_dir) { return joined(state_dir, "timeline.json"); }

}  // namespace

TimelineRecording::TimelineRecording(const Voice& listener) : voice_(listener) {
  voice_.happened = [this, listener = listener.happened](const Happening& one) {
    {
      const std::lock_guard lock(mutex_);
      recorder_.note(one, now());
    }
    if (listener) listener(one);
  };
}

Result<void> TimelineRecording::write(const std::string& state_dir, const std::string& name) {
  const std::lock_guard lock(mutex_);
  Timeline timeline = recorder_.take(now());
  if (timeline.jobs.empty() && timeline.imports.empty()) return {};
  timeline.name = name;
  timeline.began = began_;
  return write_atomically(timeline_file(state_dir), timeline_json(timeline));
}

Result<Timeline> last_timeline(const std::string& state_dir) {
  const std::string file = timeline_file(state_dir);
  const auto read = real_disk().read(file);
  if (!read || !*read) return asked_wrongly("no run is recorded", file, "lint the tree first");
  auto timeline = timeline_from((*read)->bytes);
  if (timeline) return timeline;
  Error error = timeline.error();
  error.where = file;
  return error;
}

}  // namespace lintcache
