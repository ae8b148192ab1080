// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;

/**
 * OTLP over gRPC, whose unary calls are simple enough to be spoken on HTTP/2 directly.
 */
final class GrpcDialect implements Dialect {

	private static final MediaType GRPC = MediaType.get("application/grpc");

	private static final int FRAME_HEADER = 5;

	private static final long LONGEST_MILLIS = 99_999_999;

	private static final int OK = 200;

	private final HttpUrl url;

	private final boolean gzip;

	GrpcDialect(HttpUrl url, boolean gzip) {
		this.url = url;
		this.gzip = gzip;
	}

	@Override
	public Request request(byte[] body, Map<String, String> headers, Duration timeout) {
		Request.Builder request = new Request.Builder().url(this.url).header("User-Agent", UserAgent.VALUE);
		headers.forEach(request::header);
		request.header("te", "trailers");
		request.header("grpc-timeout", Math.min(LONGEST_MILLIS, Math.max(1, timeout.toMillis())) + "m");
		if (this.gzip) {
			request.header("grpc-encoding", "gzip");
		}
		byte[] message = this.gzip ? Gzip.compress(body) : body;
		byte[] frame = ByteBuffer.allocate(FRAME_HEADER + message.length)
			.put((byte) (this.gzip ? 1 : 0))
			.putInt(message.length)
			.put(message)
			.array();
		return request.post(new OneShotBody(GRPC, frame)).build();
	}

	@Override
	public Answer read(Response response, Map<String, String> headers) throws IOException {
		byte[] body = Dialect.body(response);
		if (body.length > MAX_ANSWER) {
			return Answers.refused("the server's answer has more than " + MAX_ANSWER + " bytes");
		}
		Headers metadata = response.headers();
		if (metadata.get("grpc-status") == null) {
			Headers trailers = response.trailers();
			metadata = (trailers.get("grpc-status") != null || response.code() == OK) ? trailers : metadata;
		}
		String status = metadata.get("grpc-status");
		if (status == null) {
			return withoutStatus(response);
		}
		if (status.equals("0")) {
			return Answers.accepted(ExportResponse.read(message(response, body)), headers).withStatus("OK");
		}
		return GrpcStatus.answer(status, metadata.get("grpc-message"),
				GrpcStatus.details(metadata.get("grpc-status-details-bin")), headers);
	}

	private static byte[] message(Response response, byte[] body) {
		if (body.length < FRAME_HEADER) {
			return new byte[0];
		}
		byte[] message = Arrays.copyOfRange(body, FRAME_HEADER, body.length);
		if (body[0] == 0) {
			return message;
		}
		try {
			return "gzip".equals(response.header("grpc-encoding")) ? Gzip.decompress(message, MAX_ANSWER) : new byte[0];
		}
		catch (IOException ex) {
			// The status says that the batch is accepted; there is only no more to know
			return new byte[0];
		}
	}

	private static Answer withoutStatus(Response response) {
		String message = "the server answered with HTTP status " + response.code() + " and no gRPC status";
		return switch (response.code()) {
			case 429, 502, 503, 504 -> Answers.retryable(message);
			default -> Answers.refused(message + ", as no receiver of OTLP over gRPC does: look at the endpoint and at "
					+ "otel.exporter.otlp.protocol");
		};
	}

}
