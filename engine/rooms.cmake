# The rooms of the engine and who may use whom. The build (what each room links) and
# check_includes.cmake (what each room may include) both read this table, so they cannot disagree.
#
#     cli -> batch -> analysis -> scenario -> model -> numeric -> GSL
#         -> report (knows only tables)
#
# Left may use everything to its right; every room may use base.
set(CARECAST_ROOMS base numeric model scenario analysis report batch cli)

set(CARECAST_USES_base)
set(CARECAST_USES_numeric base)
set(CARECAST_USES_model numeric base)
set(CARECAST_USES_scenario model numeric base)
set(CARECAST_USES_analysis scenario model numeric base)
set(CARECAST_USES_report base)
set(CARECAST_USES_batch analysis scenario model numeric report base)
set(CARECAST_USES_cli batch analysis scenario model numeric report base)

# Outside libraries: the header a room must not include unless it is listed for that library, the
# pkg-config name (threads and unistring have none), and the rooms that may use it.
set(CARECAST_OUTSIDE gsl yaml jansson md threads random123 unistring)

set(CARECAST_HEADER_gsl "^gsl/")
set(CARECAST_HEADER_yaml "^yaml\\.h$")
set(CARECAST_HEADER_jansson "^jansson\\.h$")
set(CARECAST_HEADER_md "^(md2|md4|md5|sha|sha1|sha2|sha256|sha512|rmd160|ripemd)\\.h$")
set(CARECAST_HEADER_threads "^(pthread|threads)\\.h$")

set(CARECAST_HEADER_random123 "^Random123/")
set(CARECAST_HEADER_unistring "^uni(width|str|types)\\.h$")

set(CARECAST_PACKAGE_gsl gsl)
set(CARECAST_PACKAGE_yaml yaml-0.1)
set(CARECAST_PACKAGE_jansson jansson)
set(CARECAST_PACKAGE_md libmd)

set(CARECAST_OUTSIDE_base md threads unistring)
set(CARECAST_OUTSIDE_numeric gsl random123)
set(CARECAST_OUTSIDE_model)
set(CARECAST_OUTSIDE_scenario yaml threads)
set(CARECAST_OUTSIDE_analysis)
set(CARECAST_OUTSIDE_report jansson)
set(CARECAST_OUTSIDE_batch threads)
set(CARECAST_OUTSIDE_cli jansson)
