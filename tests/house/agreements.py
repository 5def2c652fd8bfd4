# SPDX-License-Identifier: MIT
"""What the house has agreed on: the floors, and each exception with its reason."""

# Rooms of helpers/, lowest floor first. A room includes itself and rooms on lower floors.
FLOORS = [
    {"base"},
    {"model"},
    {"digest"},
    {"discovery", "imports", "tools", "trace", "report"},
    {"plan", "store", "schedule"},
    {"run", "worker"},
    {"cli"},
]

# Rooms that see less than their floor would allow.
ONLY = {
    # What it knows of the driver are frames, so that it never needs what the driver links.
    "worker": {"base", "model"},
}

# (from, to) on one floor, with the reason.
NEIGHBOURS = {}

# The room where Python's C API may be named.
PYTHON_ROOM = "worker"

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60

# Homes of nobody, which tests may give to programs.
NOBODYS_HOMES = {"/home/u", "/home/user"}

# Data that tests read: it is what it is.
DATA = [
    "tests/cmake/cases/*/tree/*",
    "tests/consume/consumer/tree/code/*",
    "tests/consume/installed_files.txt",
    "tests/behaviour/*/expected*",
]

# Formats that outlive a process: where the version stands, and the pattern that its definition matches.
FORMATS = {
    "manifest.json": ("helpers/discovery/manifest.cpp", r"k_manifest_format = \d+;"),
    "state.sqlite": ("helpers/store/state_store.cpp", r"k_version = \d+;"),
    "sidecars": ("helpers/store/sidecar_text.cpp", r'k_version = "lintcache sidecar \d+";'),
    "keys of tasks": ("helpers/plan/static_key.cpp", r'k_key_version = "\d+";'),
    "lines of --progress=json": ("helpers/report/progress_json.cpp", r"k_progress_format = \d+;"),
    "timeline.json": ("helpers/report/timeline.cpp", r"k_timeline_format = \d+;"),
    "snapshots": ("helpers/digest/disk_snapshot.cpp", r'k_magic = "LCSN\\x01";'),
    "shared results": ("helpers/store/result_store.cpp", r'k_name = "results-\d+\.sqlite";'),
    "records of commands": ("helpers/store/memo_format.cpp", r'k_memo_version = "\d+";'),
    "what commands did last": ("helpers/store/memo_store.cpp", r'k_commands = "commands-\d+\.sqlite";'),
    "packed traces": ("helpers/trace/packed_trace.cpp", r'k_magic\{"LCTR\\x01", 5\};'),
    "frames of the worker": ("helpers/worker/worker_loop.cpp", r'k_protocol_version = "\d+";'),
}

# Files that write to disk, and why what they write needs no version besides those above.
WRITERS = {
    "helpers/base/file.cpp": "writes what others give it",
    "helpers/base/file.h": "declares it",
    "helpers/cli/lint_command.cpp": "the trace is for people and never read back",
    "helpers/cli/memo_commands.cpp": "pictures for people; nothing reads them back",
    "helpers/cli/options.cpp": "manifest.json",
    "helpers/report/records.cpp": "stamps and logs are for people; the programs ask the state",
    "helpers/store/sidecars.cpp": "sidecars",
    "helpers/worker/byte_code_file.cpp": "Python's own format, and what is not exactly so is compiled again",
    "helpers/run/tool_process.cpp": "names, one a line, for one process of a tool that asks for {list}",
    "helpers/cli/timeline_command.cpp": "pictures and traces are in formats of others",
    "helpers/run/record_timeline.cpp": "timeline.json",
    "helpers/run/lint_tree.cpp": "summary.json and logs are never read back; fields are only added",
}

# Sources without a test at the same path, and where they are tested instead.
TESTED_ELSEWHERE = {
    "helpers/cli/dependency_commands.cpp": "prints; tests/behaviour 400-deps and 410-verify-imports run it",
    "helpers/cli/fix_command.cpp": "prints; tests/behaviour 540-fix runs it",
    "helpers/cli/lintcache.cpp": "a main; tests/behaviour runs it",
    "helpers/cli/lintcache_python.cpp": "a main; tests/helpers/worker/start_test.cpp runs it",
    "helpers/cli/store_commands.cpp": "prints; tests/behaviour 610-shared-results runs it",
    "helpers/cli/timeline_command.cpp": "writes; tests/behaviour 860-timeline runs it",
    "helpers/run/changed_places.cpp": "which directories matter to an outcome; keep_outcomes_test.cpp beside its test lets names come and go in each of them",
    "helpers/run/dependencies.cpp": "joins footprints and their texts; tests/behaviour 400-deps runs it",
    "helpers/run/fix_files.cpp": "lets real formatters work on files; tests/behaviour 540-fix runs it",
    "helpers/run/infer.cpp": "joins worker, files and memory; tests/behaviour 020 and 150 run it",
    "helpers/run/know_toolchain.cpp": "asks a real interpreter; tests/behaviour 080-interpreter runs it",
    "helpers/run/lint_run.cpp": "the line of all steps; every story of tests/behaviour runs it",
    "helpers/run/lint_tree.cpp": "a whole run with its summary; every story of tests/behaviour runs it, 190 looks again",
    "helpers/cli/lint_options.cpp": "describes options; tests/behaviour 820 and 825 use them",
    "helpers/cli/memo_commands.cpp": "prints; tests/behaviour 760-looking-at-commands runs it",
    "helpers/cli/run_command.cpp": "runs commands and ends as they do; tests/behaviour 720 to 750 run it",
    "helpers/cli/run_options.cpp": "describes options; tests/behaviour 730-run-options uses each of them",
    "helpers/cli/verbs.cpp": "describes options; tests/helpers/cli/options_test.cpp parses them, each story of tests/behaviour uses some",
    "helpers/run/look_at_few.cpp": "a remembered run and few edits; tests/behaviour 605-few-edits compares it with a look at all, and each soundness case must get past it",
    "helpers/run/memo_keep.cpp": "joins trace and disk; memo_command_test.cpp beside its test, and tests/behaviour 740 and 750",
    "helpers/run/memo_look.cpp": "asks store, disk and git; tests/behaviour 760-looking-at-commands runs it",
    "helpers/run/memo_lookup.cpp": "compares records with the disk; tests/helpers/run/memo_command_test.cpp runs it",
    "helpers/run/memo_runner.cpp": "runs real commands; tests/behaviour 720-real-commands runs it",
    "helpers/run/memo_sandbox.cpp": "runs real commands in namespaces; tests/behaviour 770-replayed-in-a-sandbox runs it",
    "helpers/run/open_tree.cpp": "lock, state and disk of every command; tests/behaviour 110 and 170 run it",
    "helpers/run/replay.cpp": "a whole run and the next one; tests/behaviour 600-nothing-changed runs it, and each soundness case must get past it",
    "helpers/run/run_tasks.cpp": "runs real linters; tests/behaviour 000, 050 and 160 run it",
    "helpers/store/sidecar_rows.cpp": "lines of sidecars; tests/helpers/store/sidecars_test.cpp writes and reads each kind",
    "helpers/store/sidecar_sets.cpp": "lines of sidecars; tests/helpers/store/sidecars_test.cpp writes and reads each kind",
    "helpers/run/verify_imports.cpp": "imports with the real worker; tests/behaviour 410-verify-imports runs it",
    "helpers/run/verify_outcomes.cpp": "runs real linters again; tests/behaviour 460-verify runs it",
    "helpers/run/traced_tool.cpp": "traces real linters; tests/behaviour 700-linters-under-trace runs it",
    "helpers/run/verify_traces.cpp": "traces real linters; tests/behaviour 705-keys-under-trace runs it",
    "helpers/run/widened.cpp": "what verify found is in the next key; tests/behaviour 705-keys-under-trace runs it",
    "helpers/run/why.cpp": "reads decisions back; tests/helpers/cli/why_command_test.cpp and tests/behaviour 450-why run it",
}
# Folders whose sources are tested together.
TESTED_TOGETHER = {
    "helpers/worker/": "tests/helpers/worker talks to the real program, which is the only way to see a "
                       "forked child with an interpreter in it at work",
    "helpers/trace/": "tests/helpers/trace traces real programs, which is the only way to see a tracer at work",
}
