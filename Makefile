# 善育通: from a clone to an answer. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

UV_VERSION := 0.9.30
UV := $(or $(shell command -v uv),.uv/bin/uv)
PYTHON := .venv/bin/python
INSTALLED := .venv/installed
SCHEMATHESIS := .schemathesis/installed
MODEL := build/models/shanyutong.tar.gz
LEARNED_FROM := config.yml bot/domain.yml bot/components data build/nlu
QUIET := RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=2 CUDA_VISIBLE_DEVICES="" \
	TF_INTRA_OP_PARALLELISM_THREADS=1 TF_INTER_OP_PARALLELISM_THREADS=1 RASA_CACHE_DIRECTORY=build/rasa-cache
# What imports Rasa itself (11 s) waits for `make test`, like all that needs a model, the whole assistant or a browser.
FAST := -n 2 -m "not model and not stack and not browser and not slow" --ignore-glob='tests/test_bot_*' --ignore=tests/test_bench.py --ignore=tests/test_actions_answering.py

.PHONY: help install build nlu train run ask faq lint check test bench quality fuzz requirements clean

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:[^=]*## / { printf "  make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  设置一览：$(PYTHON) -m web.serve --help"

install: $(INSTALLED) ## 准备 Python 3.10 环境（.venv），按 requirements.txt 安装

$(INSTALLED): requirements.txt .python-version | $(UV)
	@echo "── 安装：Python 3.10 和 requirements.txt 里的各个包（第一次要一两分钟）"
	@test -x $(PYTHON) || $(UV) venv --quiet --python "$$(cat .python-version)" .venv
	@VIRTUAL_ENV=.venv $(UV) pip install --quiet -r requirements.txt
	@touch $@

# In an environment of its own: it wants a newer jsonschema and pytest than Rasa allows.
$(SCHEMATHESIS): tests/schemathesis.txt | $(INSTALLED)
	@echo "── 安装：schemathesis（按接口说明试接口，单独的环境）"
	@test -x .schemathesis/bin/python || $(UV) venv --quiet --python $(PYTHON) .schemathesis
	@VIRTUAL_ENV=.schemathesis $(UV) pip install --quiet -r tests/schemathesis.txt
	@touch $@

.uv/bin/uv:
	@echo "── 这台机器上没有 uv，先装一个到 .uv"
	@for python in python3 python3.10 /usr/bin/python3; do \
		"$$python" -m venv .uv 2>/dev/null && break; rm -rf .uv; \
	done; test -x .uv/bin/python || { echo "建不了 .uv：请先装 python3-venv，或自己装好 uv"; exit 1; }
	@.uv/bin/python -m pip install -qq --disable-pip-version-check uv==$(UV_VERSION)

build: install ## 由 policies_kb/documents 生成知识库 build/kb.sqlite
	@echo "── 知识库"
	@$(PYTHON) -m policies_kb build

nlu: build ## 由知识库生成语言理解要用的词表
	@echo "── 词表"
	@$(PYTHON) -m policies_kb export-nlu

train: nlu ## 训练模型；模型所依据的东西没有变就跳过
	@sum=$$(find $(LEARNED_FROM) -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum); \
	if [ -f $(MODEL) ] && [ "$$(cat $(MODEL).sum 2>/dev/null)" = "$$sum" ]; then echo "── 模型：没有变化，不用训练"; exit 0; fi; \
	echo "── 模型：训练中（约一分钟）"; started=$$SECONDS; mkdir -p build/models; \
	$(QUIET) $(PYTHON) -m bot.start train --config config.yml --domain bot/domain.yml --data data --out build/models \
		--fixed-model-name shanyutong > build/train.log 2>&1 || { tail -n 30 build/train.log; exit 1; }; \
	echo "$$sum" > $(MODEL).sum; echo "── 模型：训练完，用了 $$((SECONDS - started)) 秒（日志 build/train.log）"

run: train ## 启动助手，就绪后打印网址；Ctrl-C 全部停止
	@$(PYTHON) -m web.serve

ask: export QUESTION = $(value Q)
ask: train ## 在终端里问一句：make ask Q="荆门三孩每月多少"
	@$(PYTHON) -m web.ask -- "$$QUESTION"

faq: build ## 由知识库生成问答网页 build/faq；另做宣传单：make faq Q=--leaflets
	@echo "── 问答网页"
	@$(PYTHON) -m web.faq $(Q)

lint: install
	@echo "── 代码检查"
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --check --quiet .

check: lint build ## 快的检查（不到一分钟）：代码、政策文件（build 时查）、单元测试
	@echo "── 单元测试"
	@$(PYTHON) -m pytest -q $(FAST)

test: lint train $(SCHEMATHESIS) ## 全部检查和测试，包括真的 Rasa 和浏览器
	@echo "── 政策文件检查"
	@$(PYTHON) -m policies_kb check
	@echo "── 不用整个助手的测试"
	@$(PYTHON) -m pytest -q -n 2 -m "not stack and not model"
	@echo "── 整个助手的测试"
	@$(PYTHON) -m pytest -q -m "stack or model"

bench: nlu ## 量快慢：和原装 Rasa 在同一台机器上比（第一次要先训练，约一刻钟）
	@echo "── 快慢"
	@$(PYTHON) -m tests.bench

quality: nlu ## 量好坏：没学过的说法，意图认对多少、措施找对多少（Rasa 要训练几次，半小时左右；快的：Q=--quick）
	@echo "── 好坏"
	@$(PYTHON) -W ignore -m tests.quality $(Q)

fuzz: train ## 乱发消息：换种子和条数用 Q="--seed 7 --messages 500"
	@echo "── 乱发消息"
	@$(PYTHON) -m tests.fuzz $(Q)

requirements: | $(UV) ## 由 requirements.in 重新锁定 requirements.txt
	@env -u PIP_FIND_LINKS -u UV_FIND_LINKS UV_NO_CONFIG=1 $(UV) pip compile --quiet --python-version 3.10 \
		--no-header --no-emit-index-url --no-emit-find-links requirements.in -o requirements.txt

clean: ## 删去生成物（build 和各种缓存）；会话和密钥（var）、环境（.venv、.schemathesis）留着
	rm -rf build .rasa .pytest_cache .hypothesis .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './.uv/*' -not -path './.schemathesis/*' -prune -exec rm -rf {} +
