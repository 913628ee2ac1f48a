#pragma once
#include "app/record_save.h"

namespace jinguo::app {

inline constexpr ErrorRow kUndoLate{
    "app.undo_late", 409, "已过撤销的时限（10 秒）；请用“修改”或“退回”更正。",
    "The ten seconds for taking it back are over; correct the record, or send it back."};
inline constexpr ErrorRow kUndoNotYours{"app.undo_not_yours", 403, "这一步不是您办的，不能由您撤销。",
                                        "This was not your act, so it is not yours to take back."};
inline constexpr ErrorRow kUndoChanged{
    "app.undo_changed", 409, "这条记录后来又有变动，不能撤销；请看最新的一版。",
    "The record was changed again since, so this cannot be taken back; look at it as it stands."};

/// Seconds for which the maker of a change may take it back; 0 when she cannot: nothing changed, it created a
/// record that has no void state to go to, or it corrected a closed period.
int undo_seconds(App& app, Writing& writing, const SavedRecord& saved);

/// After the commit: keeps what is needed to take the change back. Does nothing when that cannot be.
void remember_act(App& app, const Call& call, const SavedRecord& saved, int seconds);

/// POST /api/programmes/{programme}/records/{id}/undo {version}: the record as it was before the asker's last
/// act, as a new change in the log; a record she made goes into the void. Within ten seconds, under the same
/// posts, and only while nobody changed it since.
Result<Answer> undo_act(App& app, const Call& call);

}  // namespace jinguo::app
