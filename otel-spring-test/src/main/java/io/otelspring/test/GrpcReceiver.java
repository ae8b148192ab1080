// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

import io.otelspring.test.ReceivedRequest.Protocol;

/**
 * Receives OTLP over gRPC. The three services take bytes, so that the same code reads
 * them as over HTTP.
 */
final class GrpcReceiver implements Receiver {

	private static final int MAX_MESSAGE_SIZE = 64 * 1024 * 1024;

	private final Reception reception;

	private final ExecutorService executor = Executors.newCachedThreadPool(new ReceiverThreads("otlp-grpc"));

	private final Server server;

	GrpcReceiver(InetSocketAddress address, Reception reception) throws IOException {
		this.reception = reception;
		NettyServerBuilder builder = NettyServerBuilder.forAddress(address)
			.executor(this.executor)
			.maxInboundMessageSize(MAX_MESSAGE_SIZE)
			.addStreamTracerFactory(new GrpcCall.Factory());
		for (Signal signal : Signal.values()) {
			builder.addService(service(signal));
		}
		this.server = builder.build().start();
	}

	@Override
	public int port() {
		return this.server.getPort();
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		try {
			this.server.awaitTermination(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.executor.shutdownNow();
	}

	private ServerServiceDefinition service(Signal signal) {
		MethodDescriptor<byte[], byte[]> export = MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName(MethodDescriptor.generateFullMethodName(signal.service(), "Export"))
			.setRequestMarshaller(BytesMarshaller.INSTANCE)
			.setResponseMarshaller(BytesMarshaller.INSTANCE)
			.build();
		return ServerServiceDefinition.builder(signal.service())
			.addMethod(export, ServerCalls.asyncUnaryCall((body, observer) -> handle(signal, body, observer)))
			.build();
	}

	private void handle(Signal signal, byte[] body, StreamObserver<byte[]> observer) {
		GrpcCall call = GrpcCall.current();
		IncomingRequest incoming = new IncomingRequest(Protocol.GRPC, "POST", call.path(), call.headers(),
				call.encoding(), call.wireSize(), call.peerPort(), body);
		try {
			respond(observer, this.reception.receive(signal, incoming));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void respond(StreamObserver<byte[]> observer, Receipt receipt) {
		boolean cancelled = ((ServerCallStreamObserver<byte[]>) observer).isCancelled();
		if (cancelled && !receipt.answerLost()) {
			this.reception.answerLost(receipt);
		}
		if (!cancelled && !receipt.answerLost()) {
			write(observer, receipt.signal(), receipt.reply());
		}
	}

	private static void write(StreamObserver<byte[]> observer, Signal signal, Reply reply) {
		if (reply.accepts(Protocol.GRPC)) {
			observer.onNext(Payload.response(signal, reply));
			observer.onCompleted();
		}
		else {
			observer.onError(failure(reply));
		}
	}

	private static StatusRuntimeException failure(Reply reply) {
		Metadata metadata = new Metadata();
		if (reply.retryAfter() != null) {
			com.google.rpc.Status details = com.google.rpc.Status.newBuilder()
				.setCode(reply.grpcStatus().value())
				.setMessage(reply.message())
				.addDetails(Any.pack(RetryInfo.newBuilder()
					.setRetryDelay(com.google.protobuf.Duration.newBuilder()
						.setSeconds(reply.retryAfter().getSeconds())
						.setNanos(reply.retryAfter().getNano()))
					.build()))
				.build();
			metadata.merge(StatusProto.toStatusRuntimeException(details).getTrailers());
		}
		reply.headers()
			.forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
		return Status.fromCode(reply.grpcStatus()).withDescription(reply.message()).asRuntimeException(metadata);
	}

}
