// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;

import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;

/**
 * Notes what became of the connection of one call. A server may close a connection that
 * has been idle for as long as it likes, and the client finds that out only when it sends
 * the next batch: that is no failed attempt, and no outage.
 */
final class ConnectionUse extends EventListener {

	private volatile boolean reused;

	private volatile boolean connected;

	private volatile boolean answered;

	@Override
	public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
		this.connected = true;
	}

	// HTTP/2 says which requests it has not looked at, and OkHttp heeds that
	@Override
	public void connectionAcquired(Call call, Connection connection) {
		this.reused = !this.connected && connection.protocol() == Protocol.HTTP_1_1;
	}

	@Override
	public void responseHeadersStart(Call call) {
		this.answered = true;
	}

	static EventListener of(Call call) {
		ConnectionUse use = call.request().tag(ConnectionUse.class);
		return (use != null) ? use : EventListener.NONE;
	}

	/**
	 * Whether a call failed because its connection, left over from an earlier one, was
	 * closed by the server before it answered anything.
	 * @param failure what was thrown
	 * @return whether a new connection may do better
	 */
	boolean isStale(IOException failure) {
		return this.reused && !this.answered && !(failure instanceof InterruptedIOException);
	}

}
