# What an installation holds, and the Debian package of it: `make package`.
install(TARGETS jinguo RUNTIME DESTINATION bin)
install(DIRECTORY web/dist/ DESTINATION share/jinguo/web PATTERN .built EXCLUDE)
install(DIRECTORY programmes DESTINATION share/jinguo FILES_MATCHING PATTERN *.yaml)
install(DIRECTORY demo/facts DESTINATION share/jinguo/demo)
install(FILES docs/operate.md docs/cli.md docs/dependencies.md DESTINATION share/doc/jinguo)
install(FILES packaging/jinguo.service packaging/jinguo-backup.service packaging/jinguo-backup.timer
        DESTINATION lib/systemd/system)
install(FILES packaging/jinguo.env DESTINATION /etc/jinguo)

# Printed by the very program that is installed.
install(CODE [[
  foreach(shell bash zsh fish)
    execute_process(COMMAND "$<TARGET_FILE:jinguo>" completion ${shell} COMMAND_ERROR_IS_FATAL ANY
                    OUTPUT_FILE "$<TARGET_FILE_DIR:jinguo>/jinguo.${shell}")
  endforeach()
]])
foreach(place bash:share/bash-completion/completions:jinguo zsh:share/zsh/vendor-completions:_jinguo
        fish:share/fish/vendor_completions.d:jinguo.fish)
  string(REPLACE ":" ";" parts ${place})
  list(GET parts 0 shell)
  list(GET parts 1 folder)
  list(GET parts 2 name)
  install(FILES $<TARGET_FILE_DIR:jinguo>/jinguo.${shell} DESTINATION ${folder} RENAME ${name})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME jinguo)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Jinguo <root@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Work platform of a city's women's federation (巾帼)")
set(CPACK_PACKAGE_DESCRIPTION "Work is recorded once, in the village where it happens; it adds itself up through
township, county and city, and writes its own reports.")
set(CPACK_STRIP_FILES ON)
# For the settings in /etc, which lie outside of the prefix.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
file(STRINGS tools/packages/run.txt papers REGEX "^[a-z]")
list(JOIN papers ", " CPACK_DEBIAN_PACKAGE_RECOMMENDS)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/postinst ${CMAKE_SOURCE_DIR}/packaging/prerm
    ${CMAKE_SOURCE_DIR}/packaging/postrm ${CMAKE_SOURCE_DIR}/packaging/conffiles)
include(CPack)
