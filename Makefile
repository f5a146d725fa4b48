# Everything runs in .venv, which is made here and nowhere else. Needed: make, and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
PYTEST := $(RUN) -m pytest -n auto --dist worksteal
PIP := $(RUN) -m pip install --disable-pip-version-check --quiet

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help venv demo quick test soak lint types docs hooks bench clean

help: ## 列出这些命令 / this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile

venv: $(VENV)/running ## 准备运行环境 .venv / set up .venv with what running needs

demo: $(VENV)/running ## 生成示例 / build the example into output/
	@$(RUN) -m cplist build profiles/city-bank.yaml
	@echo '要直接使用 cplist 命令，在本文件夹执行 / to have the command cplist, in this folder:' >&2
	@echo '  export PATH="$$PWD/$(VENV)/bin:$$PATH"' >&2

quick: lint types ## 一分钟内的检查和快的测试 / the checks, and the tests that take no time
	@$(PYTEST) -m 'not slow'

test: lint types ## 全部检查和测试 / every check and test; says at the end what was left out
	@status=0; $(PYTEST) -rs || status=$$?; $(SAY_WHAT_WAS_LEFT_OUT); exit $$status

soak: $(VENV)/testing ## 长时间的测试：中断、随机修改 / at length what make test tries briefly: kills, random edits
	@CPLIST_SOAK=1 $(PYTEST) -m soak

lint: $(VENV)/testing ## 代码和文字检查 / ruff, which package may import which, codespell, the map's JavaScript
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check --quiet .
	@$(VENV)/bin/lint-imports --no-cache
	@$(VENV)/bin/codespell
	@$(CHECK_JAVASCRIPT)

types: $(VENV)/testing ## 类型检查 / mypy, strict
	@$(RUN) -m mypy

docs: $(VENV)/testing ## 重新生成 docs 中由程序写的部分 / write anew what is generated in docs/
	@$(RUN) tests/unit/rules_page.py
	@$(RUN) tests/unit/profile_page.py

hooks: $(VENV)/testing ## 提交前自动检查 / check before each commit (pre-commit)
	@$(VENV)/bin/pre-commit install

bench: $(VENV)/testing ## 写文件和各命令的开销 / what writing costs, beside other libraries, and what the commands take
	@PYTHONPATH=tests $(RUN) tests/bench/bench.py

clean: ## 删除 .venv 和缓存，不动 output/ / remove .venv and caches; output/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find cplist tests -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment whose Python went away, or which belongs to another folder (it was moved or copied), is made anew.
OWN := import cplist, pathlib as p; raise SystemExit(p.Path(cplist.__file__).parents[1] != p.Path.cwd().resolve())
ifneq ($(shell $(RUN) -I -c '$(OWN)' >/dev/null 2>&1 && echo own),own)
.PHONY: $(VENV)/running
endif

# The stamps are written last: an installation that was broken off is done again.
$(VENV)/running: pyproject.toml
	@$(CHECK_PYTHON)
	@echo '准备 $(VENV)，只在第一次需要 / setting up $(VENV), this once …' >&2
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV)
	@$(PIP) -e .
	@touch $@

$(VENV)/testing: $(VENV)/running
	@echo '安装测试所需的工具 / installing what the tests need …' >&2
	@$(PIP) -e '.[dev]'
	@touch $@

define CHECK_PYTHON
stop() { echo "$$1" >&2; exit 1; }; \
other='make PYTHON=/path/to/python3.12 demo'; \
command -v "$(PYTHON)" >/dev/null || \
	stop "找不到 $(PYTHON)，请安装 Python 3.11 或者更新的版本，或者指明其位置 / \
there is no $(PYTHON): install Python 3.11 or newer, or say where it is: $$other"; \
"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	stop "$(PYTHON) 太旧，需要 Python 3.11 或者更新的版本 / \
$(PYTHON) is older than Python 3.11; say where a newer one is: $$other"; \
"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || \
	stop "$(PYTHON) 没有 venv，请先安装（Debian、Ubuntu 上是 python3-venv）/ \
$(PYTHON) has no venv; on Debian and Ubuntu install python3-venv"
endef

define CHECK_JAVASCRIPT
tsc="$${CPLIST_TSC:-node_modules/.bin/tsc}"; \
if ! command -v node >/dev/null; then \
	echo "没有 Node，JavaScript 未检查 / no Node: the JavaScript of the map was left out"; \
else \
	for file in cplist/writers/web/page/*.js; do node --check "$$file" || exit 1; done; \
	if command -v "$$tsc" >/dev/null; then "$$tsc" -p tests/javascript; else \
		echo "没有 tsc，JavaScript 只检查了语法 / no tsc: the JavaScript of the map was checked for its syntax alone. \
.ci/run install brings it"; \
	fi; \
fi
endef

define SAY_WHAT_WAS_LEFT_OUT
left=; \
command -v soffice >/dev/null || left="$$left LibreOffice"; \
command -v pdftotext >/dev/null || left="$$left pdftotext"; \
command -v "$${CPLIST_CHROMIUM:-chromium}" >/dev/null || command -v chromium-browser >/dev/null || \
	command -v google-chrome >/dev/null || left="$$left Chromium"; \
command -v "$${CPLIST_OOXML_VALIDATOR:-node_modules/.bin/ooxml-validator}" >/dev/null || \
	left="$$left ooxml-validator"; \
if [ -n "$$left" ]; then \
	echo "left out (SKIPPED above), for want of:$$left. .ci/run install brings them."; \
else \
	echo "nothing was left out for want of a tool"; \
fi
endef
