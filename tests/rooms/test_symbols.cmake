# Reads the symbol tables of the rooms: ARCHIVES is a list of <room>=<archive>, OBJDUMP the tool.
# A line of `objdump -t` is: address, seven flag characters (g: global), section, a tab, size, name.

# Standard functions that print or touch files; formatting into a buffer is pure and allowed.
set(impure "^(printf|puts|putchar|putc|fputs|fputc|fwrite|fopen|__printf_chk|__?v?fprintf(_chk)?)$")

if(NOT ARCHIVES)
  message(FATAL_ERROR "no room to look at")
endif()
set(faults "")
foreach(entry IN LISTS ARCHIVES)
  string(REGEX MATCH "^([a-z]+)=(.+)$" entry "${entry}")
  set(room ${CMAKE_MATCH_1})
  execute_process(COMMAND ${OBJDUMP} -t ${CMAKE_MATCH_2}
    OUTPUT_VARIABLE table RESULT_VARIABLE result)
  if(result)
    message(FATAL_ERROR "${OBJDUMP} -t ${CMAKE_MATCH_2} failed")
  endif()
  string(REGEX MATCHALL "[^\n]+" rows "${table}")
  foreach(row IN LISTS rows)
    if(NOT row MATCHES "^[0-9a-f]+ (.......) ([^\t ]+)\t[0-9a-f]+ +(\\.hidden )?([^ ]+)$")
      continue()
    endif()
    set(flags "${CMAKE_MATCH_1}")
    set(section ${CMAKE_MATCH_2})
    set(name ${CMAKE_MATCH_4})
    if(section STREQUAL "*UND*")
      if(room MATCHES "^(model|numeric)$" AND name MATCHES "${impure}")
        string(APPEND faults "room ${room}: calls ${name}, but it must not print or touch files\n")
      endif()
      continue()
    endif()
    if(flags MATCHES "^[gu]" AND NOT name MATCHES "^cc_"
        AND NOT (room STREQUAL "cli" AND name STREQUAL "main"))
      string(APPEND faults "room ${room}: external name ${name} does not start with cc_\n")
    endif()
    # A signal handler has nothing but a global flag to write to, so the program may have one.
    if(flags MATCHES "O$" AND section MATCHES "^\\.(data|bss|tbss|tdata)(\\.|$)"
        AND NOT section MATCHES "^\\.data\\.rel\\.ro" AND NOT room MATCHES "^(batch|cli)$")
      string(APPEND faults "room ${room}: ${name} is a mutable global\n")
    endif()
  endforeach()
endforeach()
if(faults)
  message(FATAL_ERROR "${faults}")
endif()
