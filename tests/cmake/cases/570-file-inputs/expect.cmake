# SPDX-License-Identifier: MIT
# Judges the case 570-file-inputs.
expect_configured()
set(of_a "[\"${CASE_SOURCE}/schema.json\", \"${CASE_SOURCE}/for/Debug.json\", \"${CASE_SOURCE}/tree/more data.txt\"]")
expect_manifest(app file_inputs "{\"pkg/a.py\": ${of_a}}")
expect_manifest(pkg file_inputs "{\"a.py\": ${of_a}}")
expect_manifest(other file_inputs "{\"b.py\": [\"/abs.txt\", \"\"]}")
expect_manifest(made file_inputs "{\"made.py\": [\"${CASE_SOURCE}/made.in\"]}")
