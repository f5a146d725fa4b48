try:
    from cplist.cli.start import main
except KeyboardInterrupt:
    raise SystemExit(130) from None

main()
