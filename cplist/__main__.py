from cplist.cli.commands import main

main()
