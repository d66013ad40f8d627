# Installs libcarecast with its headers, a pkg-config file and a CMake package. Both find their
# prefix from where they lie, so an installed tree may be moved.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/carecast)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# What a user of the static library links too, in the words of pkg-config and of CMake.
set(CARECAST_PC_REQUIRES "")
set(CARECAST_CONFIG_REQUIRES "")
foreach(package IN LISTS CARECAST_OUTSIDE)
  if(DEFINED CARECAST_PACKAGE_${package})
    set(name ${CARECAST_PACKAGE_${package}})
    string(APPEND CARECAST_PC_REQUIRES " ${name}")
    string(APPEND CARECAST_CONFIG_REQUIRES
      "  pkg_check_modules(carecast_${package} REQUIRED IMPORTED_TARGET ${name})\n")
  endif()
endforeach()
file(RELATIVE_PATH CARECAST_PC_PREFIX /prefix/${pkgconfig_dir} /prefix)
string(REGEX REPLACE "/$" "" CARECAST_PC_PREFIX ${CARECAST_PC_PREFIX})

configure_file(package/carecast.pc.in carecast.pc @ONLY)
configure_package_config_file(package/carecast-config.cmake.in carecast-config.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(carecast-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS libcarecast EXPORT carecast-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT carecast-targets NAMESPACE carecast:: DESTINATION ${package_dir})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/carecast
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/carecast.pc DESTINATION ${pkgconfig_dir})
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/carecast-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/carecast-config-version.cmake
  DESTINATION ${package_dir})
