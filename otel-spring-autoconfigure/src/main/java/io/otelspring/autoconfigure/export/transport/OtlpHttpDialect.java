// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.Map;
import java.util.Set;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * OTLP as protobuf over HTTP.
 */
final class OtlpHttpDialect extends HttpDialect {

	private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

	private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

	OtlpHttpDialect(HttpUrl url, boolean gzip) {
		super(url, PROTOBUF, gzip);
	}

	@Override
	void address(Request.Builder request) {
		request.header("User-Agent", UserAgent.VALUE);
	}

	@Override
	boolean isRetryable(int status) {
		return RETRYABLE.contains(status);
	}

	@Override
	Answer accepted(byte[] body, Map<String, String> headers) {
		return Answers.accepted(ExportResponse.read(body), headers);
	}

	@Override
	@Nullable String explanation(String type, byte[] body) {
		if (!type.startsWith("application/x-protobuf") && !type.startsWith("application/protobuf")) {
			return null;
		}
		RpcStatus status = RpcStatus.read(body);
		return (status != null) ? status.message() : "";
	}

	@Override
	String receiver() {
		return "receiver of OTLP";
	}

}
