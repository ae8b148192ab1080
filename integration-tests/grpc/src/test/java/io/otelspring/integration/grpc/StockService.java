// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.grpc;

import java.util.concurrent.CountDownLatch;

import com.google.protobuf.StringValue;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Tracer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.stereotype.Service;

/**
 * A service whose requests say what is to become of them.
 */
@Service
class StockService implements BindableService {

	static final MethodDescriptor<StringValue, StringValue> GET = method("Get", MethodDescriptor.MethodType.UNARY);

	static final MethodDescriptor<StringValue, StringValue> LIST = method("List",
			MethodDescriptor.MethodType.SERVER_STREAMING);

	static final MethodDescriptor<StringValue, StringValue> CHAT = method("Chat",
			MethodDescriptor.MethodType.BIDI_STREAMING);

	private static final Log logger = LogFactory.getLog(StockService.class);

	private final Tracer tracer;

	private final Shelf shelf;

	volatile CountDownLatch waiting = new CountDownLatch(1);

	StockService(Tracer tracer, Shelf shelf) {
		this.tracer = tracer;
		this.shelf = shelf;
	}

	@Override
	public ServerServiceDefinition bindService() {
		return ServerServiceDefinition.builder("shop.Stock")
			.addMethod(GET, ServerCalls.asyncUnaryCall(this::get))
			.addMethod(LIST, ServerCalls.asyncServerStreamingCall(this::list))
			.addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(this::chat))
			.build();
	}

	private void get(StringValue request, StreamObserver<StringValue> response) {
		switch (request.getValue()) {
			case "absent" -> response.onError(Status.NOT_FOUND.withDescription("no such item").asException());
			case "broken" -> throw new IllegalStateException("out of order");
			case "shelf" -> {
				this.shelf.count();
				this.shelf.dust();
				response.onNext(request);
				response.onCompleted();
			}
			case "slow" -> this.waiting.countDown();
			default -> {
				this.tracer.spanBuilder("look").startSpan().end();
				logger.warn("looked for " + request.getValue());
				response.onNext(request);
				response.onCompleted();
			}
		}
	}

	private void list(StringValue request, StreamObserver<StringValue> response) {
		response.onNext(request);
		response.onNext(request);
		response.onCompleted();
	}

	private StreamObserver<StringValue> chat(StreamObserver<StringValue> response) {
		return new StreamObserver<>() {

			@Override
			public void onNext(StringValue value) {
				StockService.this.tracer.spanBuilder("heard").startSpan().end();
				response.onNext(value);
			}

			@Override
			public void onError(Throwable failure) {
			}

			@Override
			public void onCompleted() {
				response.onCompleted();
			}

		};
	}

	private static MethodDescriptor<StringValue, StringValue> method(String name, MethodDescriptor.MethodType type) {
		return MethodDescriptor.<StringValue, StringValue>newBuilder()
			.setType(type)
			.setFullMethodName("shop.Stock/" + name)
			.setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
			.setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
			.build();
	}

}
