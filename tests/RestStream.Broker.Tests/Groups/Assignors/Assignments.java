import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Prints Assignments.tsv: what Apache Kafka's own assignors give for random groups over some rebalances each, in which members join, leave, miss a rebalance,
 * claim what is not theirs and change their topics, and topics come, grow and go.
 * Another seed may be given. Columns: assignor, topics (topic=partitions ...), members (id,instance,base64 of the subscription ...) in the order of the join, assignment (id=topic:p+p,topic:p ...).
 */
public class Assignments {
    private static final Random RANDOM = new Random();
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private static final String[] NAMES = {"quakes", "trucks", "a", "b.c", "orders-eu", "orders-us", "T", "clicks_7"};

    // Rare: a move that undoes another one instead, several to choose from, a topic that lost its reader, a claim of a generation before the last.
    private static final long[] CROWDS = {113, 646, 1230, 1326};
    private static final long[] FAULTS = {11, 17, 20, 26};

    private static final class Member {
        final String id;
        final Optional<String> instance;
        final ConsumerPartitionAssignor assignor;
        List<String> topics;
        List<TopicPartition> owned = new ArrayList<>();
        int generation = -1;

        Member(String id, Optional<String> instance, ConsumerPartitionAssignor assignor, List<String> topics) {
            this.id = id;
            this.instance = instance;
            this.assignor = assignor;
            this.topics = topics;
        }
    }

    private final String kind;
    private final boolean alike;
    private final boolean faulty;
    private final int turnover;
    private final int idStyle = RANDOM.nextInt(3);
    private final TreeMap<String, Integer> topics = new TreeMap<>();
    private final List<Member> members = new ArrayList<>();
    private List<String> common;
    private int generation = RANDOM.nextInt(3);
    private int joined;

    private Assignments(String kind) {
        this(kind, RANDOM.nextInt(5) < 2, RANDOM.nextInt(3) == 0, 3);
    }

    private Assignments(String kind, boolean alike, boolean faulty, int turnover) {
        this.kind = kind;
        this.alike = alike;
        this.faulty = faulty;
        this.turnover = turnover;
    }

    public static void main(String[] args) {
        RANDOM.setSeed(args.length > 0 ? Long.parseLong(args[0]) : 20261121);
        System.setOut(System.err); // the assignors log what they find wrong
        OUT.println("# assignor\ttopics\tmembers\tassignment: printed by Assignments.java with Apache Kafka 4.3.1's assignors");
        for (int i = 0; i < 12; i++) new Assignments("range").run(3, 7, 9);
        for (int i = 0; i < 12; i++) new Assignments("roundrobin").run(3, 7, 9);
        for (int i = 0; i < 30; i++) new Assignments("sticky").run(4, 7, 9);
        for (int i = 0; i < 30; i++) new Assignments("cooperative-sticky").run(4, 7, 9);
        for (String kind : List.of("range", "roundrobin", "sticky", "cooperative-sticky")) new Assignments(kind).run(3, 40, 30);
        for (long seed : CROWDS) crowd(seed);
        for (long seed : FAULTS) faults(seed);
        OUT.flush();
    }

    // Many members with topics of their own join few that have everything.
    private static void crowd(long seed) {
        RANDOM.setSeed(seed);
        new Assignments("sticky", false, false, 6).run(3, 2 + RANDOM.nextInt(2), 4 + RANDOM.nextInt(12));
    }

    private static void faults(long seed) {
        RANDOM.setSeed(seed);
        new Assignments("sticky", false, true, 4).run(5, 2 + RANDOM.nextInt(12), 1 + RANDOM.nextInt(9));
    }

    private void run(int rebalances, int maxMembers, int maxPartitions) {
        for (int i = 1 + RANDOM.nextInt(turnover + 2); i > 0; i--) topics.put(NAMES[RANDOM.nextInt(NAMES.length)], 1 + RANDOM.nextInt(maxPartitions));
        common = someTopics();
        for (int i = 1 + RANDOM.nextInt(maxMembers); i > 0; i--) join();
        for (int i = 0; i < rebalances; i++) {
            if (!rebalance()) return;
            change(maxPartitions);
        }
    }

    private void join() {
        String id = switch (idStyle) {
            case 0 -> "m" + joined;
            case 1 -> "consumer-" + RANDOM.nextInt(3) + "-" + new UUID(RANDOM.nextLong(), RANDOM.nextLong());
            default -> Integer.toString(RANDOM.nextInt(100000), 36) + joined;
        };
        Optional<String> instance = RANDOM.nextInt(4) == 0 ? Optional.of("i" + (97 - joined)) : Optional.empty();
        members.add(RANDOM.nextInt(members.size() + 1), new Member(id, instance, newAssignor(), alike ? common : someTopics()));
        joined++;
    }

    private List<String> someTopics() {
        Set<String> some = new HashSet<>();
        List<String> all = new ArrayList<>(topics.keySet());
        for (int i = 1 + RANDOM.nextInt(4); i > 0; i--) some.add(all.get(RANDOM.nextInt(all.size())));
        if (RANDOM.nextInt(8) == 0) some.add("missing");
        return new ArrayList<>(some);
    }

    private void change(int maxPartitions) {
        for (int i = RANDOM.nextInt(turnover); i > 0; i--) join();
        if (members.size() > 1 && RANDOM.nextInt(2) == 0) members.remove(RANDOM.nextInt(members.size()));
        List<String> all = new ArrayList<>(topics.keySet());
        if (RANDOM.nextInt(3) == 0) topics.merge(all.get(RANDOM.nextInt(all.size())), 1 + RANDOM.nextInt(3), Integer::sum);
        if (RANDOM.nextInt(6) == 0) topics.putIfAbsent(NAMES[RANDOM.nextInt(NAMES.length)], 1 + RANDOM.nextInt(maxPartitions));
        if (topics.size() > 1 && RANDOM.nextInt(8) == 0) topics.remove(all.get(RANDOM.nextInt(all.size())));
        if (!alike && RANDOM.nextInt(3) == 0) members.get(RANDOM.nextInt(members.size())).topics = someTopics();
        if (alike && RANDOM.nextInt(6) == 0) {
            common = someTopics();
            for (Member member : members) member.topics = common;
        }
    }

    // False where Kafka's assignor fails: it looks for the load of a previous owner that it has set aside.
    private boolean rebalance() {
        Map<String, Subscription> subscriptions = new HashMap<>();
        List<String> row = new ArrayList<>();
        for (Member member : members) {
            ByteBuffer bytes = ConsumerProtocol.serializeSubscription(subscription(member), version());
            Subscription read = ConsumerProtocol.deserializeSubscription(bytes.duplicate());
            read.setGroupInstanceId(member.instance);
            subscriptions.put(member.id, read);
            byte[] array = new byte[bytes.remaining()];
            bytes.duplicate().get(array);
            row.add(member.id + "," + member.instance.orElse("") + "," + Base64.getEncoder().encodeToString(array));
        }

        Map<String, Assignment> assignments;
        try {
            assignments = newAssignor().assign(cluster(), new GroupSubscription(subscriptions)).groupAssignment();
        } catch (NullPointerException e) {
            return false;
        }

        OUT.println(kind + "\t" + topics.entrySet().stream().map(t -> t.getKey() + "=" + t.getValue()).collect(Collectors.joining(" "))
            + "\t" + String.join(" ", row) + "\t" + text(assignments));
        generation++;
        for (Member member : members) learn(member, assignments.get(member.id));
        return true;
    }

    private void learn(Member member, Assignment assignment) {
        if (faulty && RANDOM.nextInt(4) == 0) return; // it missed this rebalance
        member.owned = new ArrayList<>(assignment.partitions());
        member.generation = generation;
        if (faulty && RANDOM.nextInt(6) == 0 && !member.topics.isEmpty()) {
            TopicPartition foreign = new TopicPartition(member.topics.get(0), 0);
            if (topics.containsKey(foreign.topic()) && !member.owned.contains(foreign)) member.owned.add(foreign);
        }
        member.assignor.onAssignment(new Assignment(member.owned), metadata(member));
    }

    @SuppressWarnings("removal")
    private static ConsumerGroupMetadata metadata(Member member) {
        return new ConsumerGroupMetadata("g", member.generation, member.id, member.instance);
    }

    private Subscription subscription(Member member) {
        List<TopicPartition> owned = kind.equals("cooperative-sticky") ? member.owned : List.of();
        ByteBuffer userData = member.assignor.subscriptionUserData(new HashSet<>(member.topics));
        return new Subscription(member.topics, userData, owned, member.generation, Optional.empty());
    }

    private short version() {
        return faulty && RANDOM.nextInt(5) == 0 ? (short) RANDOM.nextInt(3) : 3;
    }

    private ConsumerPartitionAssignor newAssignor() {
        return switch (kind) {
            case "range" -> new RangeAssignor();
            case "roundrobin" -> new RoundRobinAssignor();
            case "sticky" -> new StickyAssignor();
            default -> new CooperativeStickyAssignor();
        };
    }

    private Cluster cluster() {
        Node node = new Node(1, "localhost", 9092);
        List<PartitionInfo> partitions = new ArrayList<>();
        topics.forEach((topic, count) -> {
            for (int p = 0; p < count; p++) partitions.add(new PartitionInfo(topic, p, node, new Node[] {node}, new Node[] {node}));
        });
        return new Cluster("c", List.of(node), partitions, Set.of(), Set.of());
    }

    private static String text(Map<String, Assignment> assignments) {
        return new TreeMap<>(assignments).entrySet().stream().map(e -> e.getKey() + "=" + text(e.getValue().partitions())).collect(Collectors.joining(" "));
    }

    private static String text(List<TopicPartition> partitions) {
        TreeMap<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition p : partitions) byTopic.computeIfAbsent(p.topic(), t -> new ArrayList<>()).add(p.partition());
        return byTopic.entrySet().stream()
            .map(t -> t.getKey() + ":" + t.getValue().stream().sorted().map(String::valueOf).collect(Collectors.joining("+"))).collect(Collectors.joining(","));
    }
}
