// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.Map;

import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.transport.Answer.Kind;

/**
 * OTLP as protobuf over HTTP.
 */
final class OtlpHttpDialect extends HttpDialect {

	private static final MediaType PROTOBUF = MediaType.get("application/x-protobuf");

	OtlpHttpDialect(HttpUrl url, boolean gzip) {
		super(url, PROTOBUF, gzip);
	}

	@Override
	void address(Request.Builder request) {
		request.header("User-Agent", UserAgent.VALUE);
	}

	@Override
	Kind failure(int status) {
		return RETRYABLE.contains(status) ? Kind.RETRYABLE : Kind.REFUSED;
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
