# The command alone: `docker build -t briefing .`, then `docker run --rm -v "$PWD/in:/in:ro" -v "$PWD/out:/out" briefing generate /in --out /out`.
FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/briefing
COPY requirements.lock ./
# With --no-deps nothing is resolved: the lock file names every package, each with its hashes.
RUN /opt/briefing/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY briefing ./briefing
COPY prompts ./prompts
COPY schemas ./schemas
RUN /opt/briefing/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 briefing
COPY --from=build /opt/briefing /opt/briefing
ENV PATH="/opt/briefing/bin:$PATH"
USER briefing
WORKDIR /home/briefing
ENTRYPOINT ["briefing"]
CMD ["--help"]
