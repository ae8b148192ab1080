// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * One client's connection, and the one behind it to the receiver.
 */
final class GateConnection {

	private static final byte[] TLS_ALERT = { 21, 3, 3, 0, 2, 2, 40 };

	private static final int BUFFER = 16 * 1024;

	private final Socket accepted;

	private final int target;

	private final GateState state;

	private final Gate.Kind kind;

	private final ReceiverThreads threads;

	private final Unanswered unanswered;

	private final AnswerEnd answerEnd = new AnswerEnd();

	private volatile @Nullable Socket behind;

	private volatile boolean answered;

	GateConnection(Socket accepted, int target, GateState state, Gate.Kind kind, ReceiverThreads threads) {
		this.accepted = accepted;
		this.target = target;
		this.state = state;
		this.kind = kind;
		this.threads = threads;
		this.unanswered = new Unanswered(kind == Gate.Kind.HTTP2, state.lost());
	}

	Unanswered unanswered() {
		return this.unanswered;
	}

	void serve() {
		try (Socket raw = this.accepted; Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			this.behind = server;
			this.state.add(server.getLocalPort(), this);
			raw.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			try {
				pass(raw, server);
			}
			finally {
				// Before they are closed, so that neither can write into the void
				reset();
			}
		}
		catch (IOException ex) {
			// One of the two is gone, and so is the other
		}
	}

	private void pass(Socket raw, Socket behind) throws IOException {
		Socket client = secured(raw);
		if (client == null) {
			return;
		}
		GateOutput toClient = new GateOutput(client.getOutputStream());
		this.threads.newThread(() -> answers(behind, toClient)).start();
		if (this.kind == Gate.Kind.HTTP2) {
			new FrameGate(client.getInputStream(), behind.getOutputStream(), toClient, this).run();
		}
		else {
			requests(client.getInputStream(), behind.getOutputStream(), toClient);
		}
	}

	private @Nullable Socket secured(Socket raw) throws IOException {
		if (this.state.fault() == Fault.BREAKING_TLS) {
			raw.getInputStream().read(new byte[BUFFER]);
			raw.getOutputStream().write(TLS_ALERT);
			raw.shutdownOutput();
			raw.getInputStream().readAllBytes();
			return null;
		}
		SSLContext tls = this.state.tls();
		if (tls == null) {
			return raw;
		}
		SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
		socket.setUseClientMode(false);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setNeedClientAuth(this.state.clientCertificate());
		parameters.setApplicationProtocols(new String[] { (this.kind == Gate.Kind.HTTP2) ? "h2" : "http/1.1" });
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	private void requests(InputStream client, OutputStream behind, GateOutput toClient) throws IOException {
		byte[] buffer = new byte[BUFFER];
		for (int count = client.read(buffer); count >= 0; count = client.read(buffer)) {
			if (this.state.fault() == Fault.GOING_AWAY && this.answered) {
				return;
			}
			if (passes(toClient)) {
				this.answered = false;
				behind.write(buffer, 0, count);
			}
		}
	}

	/**
	 * Let what a client sends meet the present fault.
	 * @param toClient the way back
	 * @return whether it goes on to the receiver
	 * @throws IOException if the connection is ended
	 */
	boolean passes(GateOutput toClient) throws IOException {
		Fault fault = this.state.fault();
		if (fault == Fault.HANGING) {
			return false;
		}
		if (fault == Fault.RESETTING) {
			throw new IOException("reset");
		}
		if (fault == Fault.ANSWERING_GARBAGE) {
			toClient.writeGarbage();
			this.accepted.shutdownOutput();
			throw new IOException("answered");
		}
		return true;
	}

	boolean goesAway() {
		return this.state.fault() == Fault.GOING_AWAY;
	}

	private void answers(Socket behind, GateOutput toClient) {
		byte[] buffer = new byte[BUFFER];
		try {
			InputStream in = behind.getInputStream();
			if (this.kind == Gate.Kind.HTTP2) {
				FrameGate.copyFrames(in, toClient, this.unanswered);
			}
			else {
				for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
					this.answered = true;
					toClient.write(buffer, count);
					if (this.answerEnd.endsWith(buffer, count)) {
						this.unanswered.answered(Unanswered.ONLY_STREAM);
					}
				}
			}
		}
		catch (IOException ex) {
			// Said to the client by the reset below
		}
		reset();
	}

	/**
	 * End both connections at once.
	 */
	void reset() {
		// Before the client can notice
		this.unanswered.close();
		reset(this.accepted);
		Socket behind = this.behind;
		if (behind != null) {
			reset(behind);
		}
	}

	private static void reset(Socket socket) {
		try (socket) {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// It is closed already
		}
	}

}
