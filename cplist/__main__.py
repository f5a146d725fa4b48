from cplist.cli.main import main

main()
