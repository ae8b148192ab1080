// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;

/**
 * A channel whose calls are recorded and that can be managed like the one behind it.
 */
final class TracedChannel extends ManagedChannel {

	private final ManagedChannel delegate;

	private final Channel traced;

	TracedChannel(ManagedChannel delegate, ClientInterceptor interceptor) {
		this.delegate = delegate;
		this.traced = ClientInterceptors.intercept(delegate, interceptor);
	}

	@Override
	public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
		return this.traced.newCall(method, options);
	}

	@Override
	public String authority() {
		return this.delegate.authority();
	}

	@Override
	public ManagedChannel shutdown() {
		this.delegate.shutdown();
		return this;
	}

	@Override
	public boolean isShutdown() {
		return this.delegate.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.delegate.isTerminated();
	}

	@Override
	public ManagedChannel shutdownNow() {
		this.delegate.shutdownNow();
		return this;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.delegate.awaitTermination(timeout, unit);
	}

	@Override
	public ConnectivityState getState(boolean requestConnection) {
		return this.delegate.getState(requestConnection);
	}

	@Override
	public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
		this.delegate.notifyWhenStateChanged(source, callback);
	}

	@Override
	public void resetConnectBackoff() {
		this.delegate.resetConnectBackoff();
	}

	@Override
	public void enterIdle() {
		this.delegate.enterIdle();
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
