// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.net.InetAddress;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * Knows the servers by their addresses. The names by which they were connected to are
 * noted when there is a connection, since only their addresses are known with a message;
 * no name is ever looked up.
 */
final class RabbitServers {

	private static final int MAX_SERVERS = 256;

	private final BoundedCache<Peer, RabbitServer> servers = new BoundedCache<>(MAX_SERVERS,
			(peer) -> new RabbitServer(peer.address(), peer.address(), peer.port()));

	/**
	 * Note the name of a server.
	 * @param address its address
	 * @param port its port
	 */
	void connected(InetAddress address, int port) {
		// The text is "name/address", without a name where none was given.
		String text = address.toString();
		String name = text.substring(0, Math.max(text.indexOf('/'), 0));
		String literal = address.getHostAddress();
		this.servers.put(new Peer(literal, port), new RabbitServer(name.isEmpty() ? literal : name, literal, port));
	}

	@Nullable RabbitServer get(@Nullable String address, int port) {
		return (address != null) ? this.servers.get(new Peer(address, port)) : null;
	}

	@Nullable RabbitServer get(Channel channel) {
		InetAddress address = channel.getConnection().getAddress();
		return (address != null) ? get(address.getHostAddress(), channel.getConnection().getPort()) : null;
	}

	private record Peer(String address, int port) {

	}

}
