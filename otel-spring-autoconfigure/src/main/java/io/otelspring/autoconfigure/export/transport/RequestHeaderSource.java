// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The headers of one destination: as configured, with what files hold now, and changed by
 * the customizers.
 */
final class RequestHeaderSource implements HeaderSource {

	private static final int LONGEST_FILE = 16 * 1024;

	// The SDK's own User-Agent, in place of which stands ours
	private static final String SDK_AGENT = "OTel-OTLP-Exporter-Java";

	private final Supplier<Map<String, List<String>>> configured;

	private final Map<String, Path> files;

	private final Supplier<List<OtlpHeadersCustomizer>> customizers;

	private final URI endpoint;

	private final String signal;

	RequestHeaderSource(Supplier<Map<String, List<String>>> configured, Map<String, Path> files,
			Supplier<List<OtlpHeadersCustomizer>> customizers, URI endpoint, String signal) {
		this.configured = configured;
		this.files = files;
		this.customizers = customizers;
		this.endpoint = endpoint;
		this.signal = signal;
	}

	@Override
	public Map<String, String> headers() {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.configured.get().forEach((name, values) -> {
			boolean theSdks = name.equalsIgnoreCase("User-Agent") && values.toString().contains(SDK_AGENT);
			if (!values.isEmpty() && !theSdks) {
				headers.put(name, String.join(",", values));
			}
		});
		this.files.forEach((name, file) -> {
			String scheme = headers.get(name);
			String content = content(name, file);
			headers.put(name, (scheme == null || scheme.isEmpty()) ? content : scheme + " " + content);
		});
		for (OtlpHeadersCustomizer customizer : this.customizers.get()) {
			customizer.customize(headers, this.endpoint, this.signal);
		}
		return headers;
	}

	private static String content(String name, Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			byte[] bytes = in.readNBytes(LONGEST_FILE);
			String content = new String(bytes, StandardCharsets.UTF_8).strip();
			if (content.isEmpty()) {
				throw new IllegalStateException("the file of header '" + name + "' is empty: " + file);
			}
			return content;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("the file of header '" + name + "' cannot be read: " + file, ex);
		}
	}

}
