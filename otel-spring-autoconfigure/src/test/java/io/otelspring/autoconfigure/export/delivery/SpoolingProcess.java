// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another process that writes to a spool, one batch after the other, and takes one out
 * for every two that it writes, until it is killed.
 */
public final class SpoolingProcess {

	private static final int BODY = 3000;

	private final Process process;

	private SpoolingProcess(Process process) {
		this.process = process;
	}

	public static void main(String[] args) throws IOException {
		Spool spool = Spool.open(Path.of(args[0]), Long.parseLong(args[1]), args[2]);
		SpoolLane lane = spool.lane("traces", new CountingAccount());
		PrintStream out = System.out;
		out.println("ready");
		for (int i = 0;; i++) {
			try {
				lane.append(batch(i), false);
			}
			catch (IOException ex) {
				out.println("full");
				out.flush();
				sleep();
			}
			out.println("written " + i);
			if (i % 2 == 1) {
				Batch taken = lane.take();
				lane.done();
				out.println("done " + number(taken));
			}
			out.flush();
		}
	}

	private static void sleep() {
		try {
			TimeUnit.MINUTES.sleep(5);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Batch batch(int number) {
		StringBuilder text = new StringBuilder(BODY).append(number).append(' ');
		while (text.length() < BODY) {
			text.append((char) ('a' + number % 26));
		}
		return new Batch(text.toString().getBytes(StandardCharsets.UTF_8), 1);
	}

	static int number(Batch batch) {
		String text = new String(batch.body(), StandardCharsets.UTF_8);
		int number = Integer.parseInt(text.substring(0, text.indexOf(' ')));
		if (!java.util.Arrays.equals(batch.body(), batch(number).body())) {
			throw new IllegalStateException("not what was written");
		}
		return number;
	}

	static SpoolingProcess start(Path directory, long maxSize, String service, String... prefix) throws IOException {
		List<String> command = new java.util.ArrayList<>(List.of(prefix));
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				SpoolingProcess.class.getName(), directory.toString(), Long.toString(maxSize), service));
		return new SpoolingProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
	}

	BufferedReader output() {
		return this.process.inputReader();
	}

	/**
	 * Kill the process, which has no chance to do anything about it.
	 */
	void kill() throws InterruptedException {
		// Unlike the method of the process this leaves its output readable
		this.process.toHandle().destroyForcibly();
		this.process.waitFor();
	}

}
