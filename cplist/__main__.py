from cplist.cli import main

main()
