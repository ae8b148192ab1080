// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Sends by a channel of grpc-java, with whatever transport of it the application has.
 */
final class ManagedChannelTransport implements Transport {

	private static final Metadata.Key<byte[]> DETAILS = Metadata.Key.of("grpc-status-details-bin",
			Metadata.BINARY_BYTE_MARSHALLER);

	private final TransportSettings settings;

	private final ExecutorService threads;

	private final SharedChannel channel;

	private final MethodDescriptor<byte[], byte[]> method;

	ManagedChannelTransport(TransportSettings settings, ExecutorService threads) {
		this.settings = settings;
		this.threads = threads;
		this.channel = new SharedChannel(settings, threads);
		this.method = MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName(settings.method())
			.setRequestMarshaller(Bytes.INSTANCE)
			.setResponseMarshaller(Bytes.INSTANCE)
			.build();
	}

	@Override
	public CompletableFuture<Answer> send(byte[] body, Duration timeout) {
		if (body.length > OkHttpTransport.MAX_REQUEST) {
			return CompletableFuture.completedFuture(OkHttpTransport.tooLarge(body));
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		CompletableFuture<Answer> answer = new CompletableFuture<>();
		try {
			this.threads.execute(() -> {
				try {
					call(body, deadline, timeout, answer);
				}
				catch (Throwable ex) {
					answer.complete(Answers.retryable(Answers.reason(ex, Map.of())));
				}
			});
		}
		catch (RejectedExecutionException ex) {
			answer.complete(this.threads.isShutdown() ? Answers.closed()
					: Answers.retryable("too many earlier attempts have not ended yet"));
		}
		return answer;
	}

	private void call(byte[] body, long deadline, Duration timeout, CompletableFuture<Answer> answer) {
		Map<String, String> headers = RequestHeaders.check(this.settings.headers().headers());
		long remaining = deadline - System.nanoTime();
		if (remaining <= 0) {
			answer.complete(Answers.noAnswer(timeout));
			return;
		}
		ManagedChannel channel = this.channel.get();
		if (channel == null) {
			answer.complete(Answers.closed());
			return;
		}
		CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(remaining, TimeUnit.NANOSECONDS);
		if (this.settings.gzip()) {
			options = options.withCompression("gzip");
		}
		ClientCall<byte[], byte[]> call = channel.newCall(this.method, options);
		answer.whenComplete((result, failure) -> {
			if (failure instanceof CancellationException) {
				call.cancel("no longer wanted", null);
			}
		});
		call.start(new Listener(answer, headers), metadata(headers));
		call.request(2);
		call.sendMessage(body);
		call.halfClose();
	}

	private static Metadata metadata(Map<String, String> headers) {
		Metadata metadata = new Metadata();
		headers.forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
		return metadata;
	}

	@Override
	public void close() {
		this.channel.close();
	}

	private static final class Listener extends ClientCall.Listener<byte[]> {

		private final CompletableFuture<Answer> answer;

		private final Map<String, String> headers;

		private byte[] message = new byte[0];

		Listener(CompletableFuture<Answer> answer, Map<String, String> headers) {
			this.answer = answer;
			this.headers = headers;
		}

		@Override
		public void onMessage(byte[] message) {
			this.message = message;
		}

		@Override
		public void onClose(Status status, Metadata trailers) {
			this.answer.complete(status.isOk() ? Answers.accepted(ExportResponse.read(this.message), this.headers)
				.withStatus("OK")
				.withStatus("OK") : failure(status, trailers));
		}

		private Answer failure(Status status, Metadata trailers) {
			if (status.getCause() != null) {
				// Not an answer: grpc-java's own word for what it met on the way
				return Answers.retryable(Answers.reason(status.getCause(), this.headers));
			}
			byte @Nullable [] details = trailers.get(DETAILS);
			return GrpcStatus.answer(String.valueOf(status.getCode().value()), status.getDescription(),
					(details != null) ? RpcStatus.read(details) : null, this.headers);
		}

	}

	/**
	 * Leaves messages as they are.
	 */
	private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {

		INSTANCE;

		@Override
		public InputStream stream(byte[] value) {
			return new ByteArrayInputStream(value);
		}

		@Override
		public byte[] parse(InputStream stream) {
			try {
				return stream.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
