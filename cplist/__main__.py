try:
    from cplist.cli.start import main
except KeyboardInterrupt:
    raise SystemExit(130) from None

if __name__ == "__main__":  # further processes of ours import it
    main()
