# The service as an image: one static program that runs as nobody in particular.
#
# Not tried with an engine yet. Tried without one: the same program as user 65532
# in an empty root with what this image holds (chroot), and BuildKit's own checks.
#
#   docker build -t jobdoc .
#   docker run -p 127.0.0.1:8080:8080 -v jobdoc:/data jobdoc

FROM golang:1.26-bookworm AS build
# Empty is Go's own choice; where that cannot be reached: --build-arg GOPROXY=https://…,direct
ARG GOPROXY
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/jobdoc ./cmd/jobdoc && mkdir /out/empty

FROM scratch
# To check the certificate of a database or of another service.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/jobdoc /jobdoc
# SQLite sorts what is large in files of /tmp, and keeps positions in /data.
COPY --from=build --chown=65532:65532 /out/empty /tmp
COPY --from=build --chown=65532:65532 /out/empty /data
USER 65532:65532
ENV JOBDOC_ADDR=0.0.0.0:8080 JOBDOC_DATA=/data
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["/jobdoc", "health"]
ENTRYPOINT ["/jobdoc"]
CMD ["serve"]
