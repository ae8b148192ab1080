// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.db.DatabaseSystem;
import io.otelspring.autoconfigure.db.DatabaseTarget;

/**
 * Reads where a JDBC URL leads to. Only a system that is known, host, port and database
 * are taken out of it, each only if it looks like one: nothing that may be a password
 * passes.
 */
final class JdbcUrl {

	private static final Map<String, Kind> KINDS = Map.ofEntries(Map.entry("postgresql", new Kind("postgresql", 5432)),
			Map.entry("pgsql", new Kind("postgresql", 5432)), Map.entry("mysql", new Kind("mysql", 3306)),
			Map.entry("mariadb", new Kind("mariadb", 3306)), Map.entry("h2", new Kind("h2database", 9092)),
			Map.entry("hsqldb", new Kind("hsqldb", 9001)), Map.entry("derby", new Kind("derby", 1527)),
			Map.entry("sqlite", new Kind("sqlite", 0)), Map.entry("oracle", new Kind("oracle.db", 1521)),
			Map.entry("sqlserver", new Kind("microsoft.sql_server", 1433)),
			Map.entry("jtds", new Kind("microsoft.sql_server", 1433)), Map.entry("db2", new Kind("ibm.db2", 50000)),
			Map.entry("as400", new Kind("ibm.db2", 446)), Map.entry("clickhouse", new Kind("clickhouse", 8123)),
			Map.entry("ch", new Kind("clickhouse", 8123)), Map.entry("redshift", new Kind("aws.redshift", 5439)),
			Map.entry("firebirdsql", new Kind("firebirdsql", 3050)),
			Map.entry("firebird", new Kind("firebirdsql", 3050)), Map.entry("sap", new Kind("sap.hana", 0)),
			Map.entry("trino", new Kind("trino", 8080)), Map.entry("hive2", new Kind("hive", 10000)),
			Map.entry("informix-sqli", new Kind("ibm.informix", 9088)),
			Map.entry("cloudspanner", new Kind("gcp.spanner", 0)), Map.entry("snowflake", new Kind("snowflake", 443)),
			Map.entry("teradata", new Kind("teradata", 1025)));

	/**
	 * Drivers that wrap another one, whose name follows theirs.
	 */
	private static final List<String> WRAPPERS = List.of("p6spy:", "tc:", "otel:", "log4jdbc:", "aws-wrapper:",
			"datasource-proxy:");

	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]");

	private static final Pattern PORT = Pattern.compile("\\d{1,5}");

	private static final Pattern DATABASE = Pattern.compile("[\\p{L}\\p{N}._ $~+-]{1,128}");

	private static final Pattern ORACLE_ADDRESS = Pattern
		.compile("(?i)\\(\\s*HOST\\s*=\\s*([^()\\s]+)\\s*\\)(?:\\s*\\(\\s*PORT\\s*=\\s*(\\d{1,5})\\s*\\))?");

	private static final Pattern ORACLE_SERVICE = Pattern
		.compile("(?i)\\(\\s*(?:SERVICE_NAME|SID)\\s*=\\s*([^()\\s]+)\\s*\\)");

	private static final Pattern PROPERTY = Pattern.compile("[;?&:]\\s*([A-Za-z]+)\\s*=\\s*([^;&]*)");

	private final Kind kind;

	private final String rest;

	private @Nullable String host;

	private @Nullable Long port;

	private @Nullable String database;

	private JdbcUrl(Kind kind, String rest) {
		this.kind = kind;
		this.rest = rest;
	}

	/**
	 * Read a URL.
	 * @param url the URL, which may be any text
	 * @return where it leads to, as far as that can be told
	 */
	static DatabaseTarget parse(String url) {
		String text = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
		for (String wrapper : WRAPPERS) {
			if (text.startsWith(wrapper)) {
				text = text.substring(wrapper.length());
			}
		}
		int colon = text.indexOf(':');
		String name = ((colon > 0) ? text.substring(0, colon) : "").toLowerCase(Locale.ROOT);
		Kind kind = KINDS.get(name);
		if (kind == null) {
			int plus = name.indexOf('+');
			kind = (plus > 0) ? KINDS.get(name.substring(0, plus)) : null;
		}
		if (kind == null) {
			return new DatabaseTarget(DatabaseSystem.OTHER_SQL, null, null, null);
		}
		JdbcUrl parsed = new JdbcUrl(kind, text.substring(colon + 1));
		parsed.read(name);
		return parsed.target();
	}

	private void read(String name) {
		switch (this.kind.system()) {
			case "oracle.db" -> oracle();
			case "microsoft.sql_server" -> sqlServer(name);
			case "h2database", "hsqldb", "derby", "sqlite" -> embeddable();
			default -> server();
		}
	}

	private DatabaseTarget target() {
		Long port = (this.host != null && this.port == null && this.kind.port() > 0) ? Long.valueOf(this.kind.port())
				: this.port;
		return new DatabaseTarget(DatabaseSystem.of(this.kind.system()), this.database, this.host,
				(this.host != null) ? port : null);
	}

	// "//host:port/database?properties", and what is written before the slashes.
	private void server() {
		int slashes = this.rest.indexOf("//");
		String location = withoutProperties(this.rest);
		String properties = this.rest.substring(location.length());
		int at = properties.indexOf('@');
		if (at >= 0 && properties.lastIndexOf('=', at) < 0) {
			// A password with such a separator in it.
			return;
		}
		if (slashes < 0 || slashes > location.length()) {
			boolean postgres = this.kind.system().equals("postgresql");
			if (postgres && location.indexOf('/') < 0) {
				this.host = "localhost";
				database(location);
			}
		}
		else {
			authorityAndPath(location.substring(slashes + 2));
		}
		String schema = property("currentSchema");
		if (this.database != null && schema != null && schema.indexOf(',') < 0 && DATABASE.matcher(schema).matches()) {
			this.database = this.database + "|" + schema;
		}
	}

	private void authorityAndPath(String location) {
		int slash = location.indexOf('/');
		String authority = (slash >= 0) ? location.substring(0, slash) : location;
		String path = (slash >= 0) ? location.substring(slash + 1) : "";
		if (path.indexOf('@') >= 0) {
			// A password with a slash in it.
			return;
		}
		String servers = authority.substring(authority.lastIndexOf('@') + 1);
		if (servers.isEmpty()) {
			this.host = "localhost";
		}
		else {
			hostAndPort(servers);
		}
		int colon = path.indexOf(':');
		database((colon >= 0) ? path.substring(0, colon) : path);
	}

	// Of several hosts it is not known which one is in use.
	private void hostAndPort(String server) {
		int colon = server.lastIndexOf(':');
		boolean ported = colon > server.lastIndexOf(']');
		String name = ported ? server.substring(0, colon) : server;
		String number = ported ? server.substring(colon + 1) : "";
		if (HOST.matcher(name).matches() && (number.isEmpty() || PORT.matcher(number).matches())) {
			this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
			this.port = number.isEmpty() ? null : Long.valueOf(number);
		}
	}

	private void database(String name) {
		String trimmed = name.strip();
		if (DATABASE.matcher(trimmed).matches()) {
			this.database = trimmed;
		}
	}

	private void sqlServer(String name) {
		int slashes = this.rest.indexOf("//");
		if (slashes >= 0) {
			String location = withoutProperties(this.rest.substring(slashes + 2));
			int path = location.indexOf('/');
			if ("jtds".equals(name) && path >= 0) {
				database(location.substring(path + 1));
				location = location.substring(0, path);
			}
			int instance = location.indexOf('\\');
			if (instance >= 0) {
				int colon = location.indexOf(':', instance);
				location = location.substring(0, instance) + ((colon >= 0) ? location.substring(colon) : "");
			}
			hostAndPort(location);
		}
		String database = property("databaseName");
		if (database == null) {
			database = property("database");
		}
		if (database != null) {
			database(database);
		}
		String server = property("serverName");
		if (this.host == null && server != null) {
			hostAndPort(server);
		}
	}

	// "thin:user/password@//host:port/service", "thin:@host:port:sid", or a description.
	private void oracle() {
		Matcher address = ORACLE_ADDRESS.matcher(this.rest);
		if (address.find()) {
			hostAndPort(address.group(1));
			if (address.group(2) != null) {
				this.port = Long.valueOf(address.group(2));
			}
			Matcher service = ORACLE_SERVICE.matcher(this.rest);
			if (service.find()) {
				database(service.group(1));
			}
			return;
		}
		int at = this.rest.lastIndexOf('@');
		if (at < 0) {
			return;
		}
		String location = withoutProperties(this.rest.substring(at + 1));
		int slashes = location.indexOf("//");
		if (slashes >= 0) {
			location = location.substring(slashes + 2);
		}
		int slash = location.indexOf('/');
		String server = (slash >= 0) ? location.substring(0, slash) : location;
		String service = (slash >= 0) ? location.substring(slash + 1) : "";
		String[] parts = server.split(":", -1);
		if (slash < 0 && parts.length == 1) {
			// The name of an entry in another file.
			return;
		}
		hostAndPort((parts.length >= 2) ? parts[0] + ":" + parts[1] : parts[0]);
		database((parts.length >= 3) ? parts[2] : service.split(":", -1)[0]);
	}

	// In the process, or with a server like the others.
	private void embeddable() {
		String location = withoutProperties(this.rest);
		int slashes = location.indexOf("//");
		if (slashes >= 0 && (slashes == 0 || isRemote(location.substring(0, slashes)))) {
			authorityAndPath(location.substring(slashes + 2));
			if (this.database == null) {
				lastPart(location.substring(slashes + 2));
			}
			return;
		}
		int colon = location.indexOf(':');
		lastPart((colon > 1) ? location.substring(colon + 1) : location);
	}

	private static boolean isRemote(String scheme) {
		return switch (scheme) {
			case "tcp:", "ssl:", "hsql:", "hsqls:", "http:", "https:", "net:" -> true;
			default -> false;
		};
	}

	private void lastPart(String path) {
		if (path.indexOf('@') < 0) {
			database(path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
		}
	}

	private static String withoutProperties(String text) {
		int end = text.length();
		for (char separator : new char[] { '?', ';', '&', '#' }) {
			int index = text.indexOf(separator);
			end = (index >= 0) ? Math.min(end, index) : end;
		}
		return text.substring(0, end);
	}

	private @Nullable String property(String name) {
		Matcher matcher = PROPERTY.matcher(this.rest);
		while (matcher.find()) {
			if (matcher.group(1).equalsIgnoreCase(name)) {
				return matcher.group(2);
			}
		}
		return null;
	}

	/**
	 * What a driver's name in the URL stands for.
	 */
	private record Kind(String system, int port) {

	}

}
