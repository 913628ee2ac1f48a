#pragma once
#include "app/call.h"

namespace jinguo::app {

/// How large an upload for a field of photos, and any upload, may be, in bytes.
inline constexpr size_t kPhotoUpload = size_t{10} << 20;
inline constexpr size_t kPaperUpload = size_t{20} << 20;

/// POST /api/files?programme&field&file_name with the file as body: taken, encoded anew where it is a photo,
/// and on disk when it is answered. A record holds it by its id from the next save on; until then only its
/// sender has it, for a day.
Result<Answer> upload_file(App& app, const Call& call);
/// GET /api/files/{id}: to be saved, never run. For whoever may read the field of the record that holds it.
Result<Answer> get_file(App& app, const Call& call);

}  // namespace jinguo::app
