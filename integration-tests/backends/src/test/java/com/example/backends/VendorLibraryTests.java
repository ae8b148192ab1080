// SPDX-License-Identifier: Apache-2.0
package com.example.backends;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.Patience;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The backends that need a library of their vendor, with the real libraries.
 */
class VendorLibraryTests {

	@Test
	void azureMonitorReceivesAllSignalsByItsOwnExporters() throws Exception {
		try (HttpStandIn azure = new HttpStandIn(
				Map.of("/v2.1/track", "{\"itemsReceived\":1,\"itemsAccepted\":1,\"errors\":[]}"))) {
			String connection = "InstrumentationKey=00000000-1111-2222-3333-444444444444;IngestionEndpoint="
					+ azure.url() + "/;LiveEndpoint=" + azure.url() + "/";
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=azure-monitor",
					"--otel.backends.azure-monitor.connection-string=" + connection)) {
				Shop.work(context);
				assertThat(context.getBean(ExportStatus.class).all()).hasSize(3).allSatisfy((exporter) -> {
					assertThat(exporter.name()).isEqualTo("azure-monitor");
					assertThat(exporter.endpoint()).isEqualTo(azure.url() + "/");
				});
				context.getBean(TelemetryFlush.class).flush(Duration.ofMinutes(1));
				Patience.await("all signals", () -> Stream.of("RemoteDependencyData", "MetricData", "MessageData")
					.allMatch(azure.received("/v2.1/track")::contains));
			}
			assertThat(azure.received("/v2.1/track")).contains("00000000-1111-2222-3333-444444444444", "ordered");
		}
	}

	@Test
	void googleCloudGetsTheTokenThatItsLibraryFetches(@TempDir Path directory) throws Exception {
		try (HttpStandIn google = new HttpStandIn(
				Map.of("/token", "{\"access_token\":\"planted-token\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"));
				OtlpCollector collector = OtlpCollector.start()) {
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=google-cloud",
					"--otel.backends.google-cloud.endpoint=" + collector.httpEndpoint(),
					"--otel.backends.google-cloud.project=shop-1",
					"--otel.backends.google-cloud.credentials=" + credentials(directory, google.url()))) {
				Shop.work(context);
			}
			assertThat(google.received("/token")).contains("grant_type");
			assertThat(collector.requests()).hasSizeGreaterThanOrEqualTo(3).allSatisfy((request) -> {
				assertThat(request.header("authorization")).isEqualTo("Bearer planted-token");
				assertThat(request.header("x-goog-user-project")).isEqualTo("shop-1");
				assertThat(request.encoding()).isEqualTo("gzip");
			});
			assertThat(collector.awaitSpan("order").resource()).containsEntry("gcp.project_id", "shop-1");
		}
	}

	@Test
	void awsHasIdsPropagatorAndResource() throws Exception {
		try (HttpStandIn metadata = new HttpStandIn(Map.of("/latest/api/token", "token",
				"/latest/dynamic/instance-identity/document",
				"{\"instanceId\":\"i-planted\",\"region\":\"eu-central-1\",\"accountId\":\"42\",\"availabilityZone\":\"a\","
						+ "\"instanceType\":\"m5.large\",\"imageId\":\"ami-1\"}",
				"/latest/meta-data/hostname", "planted-host")); OtlpCollector collector = OtlpCollector.start()) {
			System.setProperty("otel.aws.imds.endpointOverride", metadata.url().substring("http://".length()));
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=aws",
					"--otel.backends.aws.endpoint=" + collector.httpEndpoint(),
					"--otel.java.enabled.resource.providers=io.opentelemetry.contrib.aws.resource.Ec2ResourceProvider")) {
				Shop.work(context);
				Map<String, String> carrier = new HashMap<>();
				ContextPropagators propagators = context.getBean(ContextPropagators.class);
				assertThat(propagators.getTextMapPropagator().fields()).contains("X-Amzn-Trace-Id", "traceparent");
				propagators.getTextMapPropagator().inject(Context.root(), carrier, Map::put);
			}
			finally {
				System.clearProperty("otel.aws.imds.endpointOverride");
			}
			ReceivedSpan span = collector.awaitSpan("order");
			// X-Ray's ids begin with the time in seconds
			long seconds = Long.parseLong(span.traceId().substring(0, 8), 16);
			assertThat(Instant.ofEpochSecond(seconds)).isBetween(Instant.now().minusSeconds(600),
					Instant.now().plusSeconds(600));
			assertThat(span.resource()).containsEntry("cloud.region", "eu-central-1")
				.containsEntry("host.id", "i-planted");
		}
	}

	private static Path credentials(Path directory, String google) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		String key = Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
		String json = "{\"type\":\"service_account\",\"client_id\":\"1\",\"client_email\":\"shop@shop-1.test\","
				+ "\"private_key_id\":\"1\",\"project_id\":\"shop-1\",\"token_uri\":\"" + google
				+ "/token\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n" + key
				+ "\\n-----END PRIVATE KEY-----\\n\"}";
		return Files.writeString(directory.resolve("credentials.json"), json);
	}

}
