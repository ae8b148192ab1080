// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * A service that answers with what it was sent, unless a test has it do something else.
 */
final class EchoService implements BindableService {

	static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY);

	static final MethodDescriptor<byte[], byte[]> UPLOAD = method("Upload", MethodType.CLIENT_STREAMING);

	private final BiConsumer<byte[], StreamObserver<byte[]>> unary;

	private final @Nullable Runnable cancelled;

	EchoService() {
		this((request, response) -> {
			response.onNext(request);
			response.onCompleted();
		});
	}

	EchoService(BiConsumer<byte[], StreamObserver<byte[]>> unary) {
		this(unary, null);
	}

	EchoService(BiConsumer<byte[], StreamObserver<byte[]>> unary, @Nullable Runnable cancelled) {
		this.unary = unary;
		this.cancelled = cancelled;
	}

	@Override
	public ServerServiceDefinition bindService() {
		return ServerServiceDefinition.builder("test.Echo")
			.addMethod(UNARY, ServerCalls.asyncUnaryCall(this.unary::accept))
			.addMethod(UPLOAD, ServerCalls.asyncClientStreamingCall(this::upload))
			.build();
	}

	private StreamObserver<byte[]> upload(StreamObserver<byte[]> response) {
		return new StreamObserver<>() {

			private int count;

			@Override
			public void onNext(byte[] value) {
				this.count++;
			}

			@Override
			public void onError(Throwable failure) {
				if (EchoService.this.cancelled != null) {
					EchoService.this.cancelled.run();
				}
				response.onError(new IllegalStateException("an answer that nobody waits for"));
			}

			@Override
			public void onCompleted() {
				EchoService.this.unary.accept(bytes(String.valueOf(this.count)), response);
			}

		};
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
		return MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(type)
			.setFullMethodName("test.Echo/" + name)
			.setRequestMarshaller(new BytesMarshaller())
			.setResponseMarshaller(new BytesMarshaller())
			.build();
	}

	private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {

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
