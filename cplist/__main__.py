from cplist.cli.start import main

main()
