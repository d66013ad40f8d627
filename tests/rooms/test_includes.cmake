# Runs SCRIPT on the FIXTURE tree and wants exactly these complaints.
set(expected
  "engine/base/wrong.h:3" "engine/base/wrong.h:4"
  "engine/model/wrong.c:3" "engine/model/wrong.c:7"
  "engine/model/wrong.c:8" "engine/model/wrong.c:10"
  "include/carecast/wrong.h:3")

execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${FIXTURE} -P ${SCRIPT}
  RESULT_VARIABLE result ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "the check passed a tree with wrong includes")
endif()
string(REGEX MATCHALL "(engine|include)/[a-z/]+[.][ch]:[0-9]+" found "${output}")
if(NOT "${found}" STREQUAL "${expected}")
  message(FATAL_ERROR "expected ${expected}\nfound ${found}\n${output}")
endif()
