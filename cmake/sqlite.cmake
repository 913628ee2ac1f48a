# The SQLite amalgamation, brought by the locked npm package under tools/sqlite and compiled as one file.
# The system's SQLite may lose committed pages when a checkpoint and a commit meet (fixed in 3.51.3).
include_guard(GLOBAL)
set(JINGUO_SQLITE_DIR ${CMAKE_SOURCE_DIR}/tools/sqlite/node_modules/better-sqlite3/deps/sqlite3
    CACHE PATH "Folder with sqlite3.c and sqlite3.h")
if(NOT EXISTS ${JINGUO_SQLITE_DIR}/sqlite3.c)
  message(FATAL_ERROR
    "The SQLite source is missing. Run\n  npm ci --ignore-scripts --prefix tools/sqlite\n"
    "in the project's folder (tools/setup does it), then configure again.")
endif()
file(STRINGS ${JINGUO_SQLITE_DIR}/sqlite3.h version_line REGEX "^#define SQLITE_VERSION_NUMBER ")
string(REGEX MATCH "[0-9]+" version_number "${version_line}")
if(version_number LESS 3051003)
  message(FATAL_ERROR "SQLite ${version_number} is too old: at least 3.51.3 is needed. "
    "Run\n  npm ci --ignore-scripts --prefix tools/sqlite\nagain.")
endif()

add_library(sqlite3_amalgamation STATIC ${JINGUO_SQLITE_DIR}/sqlite3.c)
target_include_directories(sqlite3_amalgamation SYSTEM PUBLIC ${JINGUO_SQLITE_DIR})
target_compile_options(sqlite3_amalgamation PRIVATE -O2 -w)
target_compile_definitions(sqlite3_amalgamation PRIVATE
  SQLITE_THREADSAFE=2
  SQLITE_DQS=0
  SQLITE_ENABLE_FTS5
  SQLITE_DEFAULT_FOREIGN_KEYS=1
  SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_OMIT_SHARED_CACHE
  SQLITE_USE_ALLOCA
  HAVE_FDATASYNC=1
  HAVE_USLEEP=1)
target_link_libraries(sqlite3_amalgamation PRIVATE Threads::Threads m)
