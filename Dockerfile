# The command alone: `docker build -t briefing .`, then `docker run --rm -v "$PWD/in:/in:ro" -v "$PWD/out:/out" briefing generate /in --out /out`.
FROM python:3.13-slim AS build
WORKDIR /build
# What installs and builds stays behind: the command's environment holds neither pip nor setuptools.
RUN python -m venv /opt/build && python -m venv --without-pip /opt/briefing
COPY requirements-install.lock requirements.lock ./
# With --no-deps nothing is resolved: the lock files name every package, each with its hashes.
RUN /opt/build/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements-install.lock
RUN /opt/build/bin/python -m pip --python /opt/briefing/bin/python install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY briefing ./briefing
COPY prompts ./prompts
COPY schemas ./schemas
RUN /opt/build/bin/python -m pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir dist . \
 && /opt/build/bin/python -m pip --python /opt/briefing/bin/python install --no-cache-dir --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 briefing
COPY --from=build /opt/briefing /opt/briefing
ENV PATH="/opt/briefing/bin:$PATH"
USER briefing
WORKDIR /home/briefing
ENTRYPOINT ["briefing"]
CMD ["--help"]
