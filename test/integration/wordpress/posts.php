<?php
/**
 * Creates posts with the rights of a role.
 *
 * php posts.php <folder of WordPress>  < [{ "role": "administrator" | "author", "content": "…" }, …]
 *                                      > [{ "id": 4, "rendered": "<p>…" }, …]
 */
require $argv[1] . '/wp-load.php';

/** The user with that role. The administrator exists from the start. */
function user_of(string $role): int
{
    if ($role === 'administrator') {
        return 1;
    }
    $known = username_exists($role);
    return $known ?: wp_insert_user([
        'user_login' => $role,
        'user_pass' => wp_generate_password(),
        'user_email' => "$role@example.com",
        'role' => $role,
    ]);
}

$made = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $index => ['role' => $role, 'content' => $content]) {
    $user = user_of($role);
    wp_set_current_user($user);
    kses_init(); // the allowed HTML depends on the author
    $id = wp_insert_post(wp_slash([
        'post_title' => "Post $index",
        'post_content' => $content,
        'post_status' => 'publish',
        'post_author' => $user,
    ]), true);
    $made[] = ['id' => $id, 'rendered' => apply_filters('the_content', get_post($id)->post_content)];
}
echo json_encode($made);
